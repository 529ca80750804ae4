"""The room as Django knows it."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal."""

    name = "jiangfang.records.journal"
    label = "journal"
    verbose_name = "日志"
