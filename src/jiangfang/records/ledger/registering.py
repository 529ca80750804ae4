"""Where the room tells earlier rooms of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count, Max, Q
from django.utils.timezone import localdate

from jiangfang.core.fields.date import long_day
from jiangfang.records.files import trays
from jiangfang.records.files.trays import Tray
from jiangfang.records.ledger import access
from jiangfang.records.ledger.queries.papers import TRAY
from jiangfang.records.studios import beside
from jiangfang.records.studios.models import Studio


def register() -> None:
    """Once, when the program begins: the tray of a studio, and what the list of studios says of each."""
    trays.register(Tray(TRAY, access.tray_writes, access.tray_reads))
    beside.SAID.append(_said)


def _said(studios: Sequence[int]) -> Mapping[int, str]:
    """How much is written down of each studio."""
    counting = Q(entries__struck_at__isnull=True)
    found = Studio.objects.filter(pk__in=studios).annotate(
        many=Count("entries", filter=counting), last=Max("entries__changed_at", filter=counting)
    )
    rows = found.values_list("pk", "many", "last")
    return {pk: f"{many} 条，最近 {long_day(localdate(last))}" for pk, many, last in rows if many}
