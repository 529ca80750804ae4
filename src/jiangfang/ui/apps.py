"""The look as Django knows it."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base templates, tags, style and script."""

    name = "jiangfang.ui"
    label = "ui"
    verbose_name = "页面"
