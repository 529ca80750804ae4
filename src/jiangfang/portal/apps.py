"""Django's entry of the room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The room as Django knows it."""

    name = "jiangfang.portal"
    label = "portal"
