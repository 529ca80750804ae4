"""Django's entry of the room."""

from django.apps import AppConfig


class ApplyConfig(AppConfig):
    """The room as Django knows it."""

    name = "jiangfang.stages.apply"
    label = "apply"
