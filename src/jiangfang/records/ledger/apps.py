"""Django's entry of the room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The room as Django knows it."""

    name = "jiangfang.records.ledger"
    label = "ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        """Let files be brought to a studio, and say beside it what is written down."""
        from jiangfang.records.ledger import registering

        registering.register()
