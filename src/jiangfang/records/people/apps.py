"""The room as Django knows it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People."""

    name = "jiangfang.records.people"
    label = "people"
    verbose_name = "人员和单位"
