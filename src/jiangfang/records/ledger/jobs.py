"""The files that this room makes."""

from __future__ import annotations

from jiangfang.documents.excel.table import Table
from jiangfang.records.files import kinds
from jiangfang.records.files.kinds import Wish
from jiangfang.records.ledger import lists, queries, sheets
from jiangfang.records.studios.models import Studio


def _list(wish: Wish) -> Table:
    """The ledger of a studio of the hat's unit, as its page shows it."""
    studio = Studio.objects.get(pk=int(wish.wanted["studio"]), unit=wish.hat.organisation_id)
    known = queries.kinds_of(studio.federation_id)
    asks = lists.wanted(wish.wanted)
    ids = list(lists.filtered(queries.of_studio(studio.pk), asks).values_list("pk", flat=True))
    kind = known.known(asks.kind) if asks.kind else None
    title = kind.title if kind else "台账"
    return Table(title, sheets.columns(kind), sheets.lines(ids, known, kind), len(ids))


LIST = kinds.register_list("ledger.list", _list)
