"""Django's entry of the room."""

from django.apps import AppConfig


class StudiosConfig(AppConfig):
    """The room as Django knows it."""

    name = "jiangfang.records.studios"
    label = "studios"
    verbose_name = "工作室"
