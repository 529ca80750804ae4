"""Django's entry of the room."""

from django.apps import AppConfig


class AnnounceConfig(AppConfig):
    """The room as Django knows it."""

    name = "jiangfang.stages.announce"
    label = "announce"
