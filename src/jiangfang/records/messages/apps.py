"""The room as Django knows it; ``messages`` is the label of Django's own, for what is said after a redirect."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Messages."""

    name = "jiangfang.records.messages"
    label = "messaging"
    verbose_name = "消息和邮件"
