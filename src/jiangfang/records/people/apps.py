"""The room as Django knows it."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class PeopleConfig(AppConfig):
    """People."""

    name = "jiangfang.records.people"
    label = "people"
    verbose_name = "人员和单位"

    def ready(self) -> None:
        """The action keeps the last sign-in, with the moment of the request; Django would write it once more."""
        user_logged_in.disconnect(dispatch_uid="update_last_login")
