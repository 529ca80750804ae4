"""Django's entry of the room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The room as Django knows it."""

    name = "jiangfang.desk"
    label = "desk"
