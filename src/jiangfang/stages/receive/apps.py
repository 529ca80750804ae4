"""Django's entry of the room."""

from django.apps import AppConfig


class ReceiveConfig(AppConfig):
    """The room as Django knows it."""

    name = "jiangfang.stages.receive"
    label = "receive"
