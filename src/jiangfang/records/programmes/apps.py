"""The room as Django knows it."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Programmes."""

    name = "jiangfang.records.programmes"
    label = "programmes"
    verbose_name = "方案"
