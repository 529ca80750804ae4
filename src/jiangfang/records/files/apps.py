"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FilesConfig(AppConfig):
    """Files; every room that makes some says so in its ``jobs``."""

    name = "jiangfang.records.files"
    label = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        """Let every room register what it makes."""
        autodiscover_modules("jobs")
