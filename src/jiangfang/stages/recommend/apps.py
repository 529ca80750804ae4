"""Django's entry of the room."""

from django.apps import AppConfig


class RecommendConfig(AppConfig):
    """The room as Django knows it."""

    name = "jiangfang.stages.recommend"
    label = "recommend"
