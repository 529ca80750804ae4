"""Django's entry of the room."""

from django.apps import AppConfig


class ProveConfig(AppConfig):
    """The room as Django knows it."""

    name = "jiangfang.stages.prove"
    label = "prove"
    verbose_name = "支撑材料"

    def ready(self) -> None:
        """Lay beside the form what the room keeps, and let files be brought to an application."""
        from jiangfang.stages.prove import registering

        registering.register()
