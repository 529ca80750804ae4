"""The files that this room makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jiangfang.core.journal import Subject
from jiangfang.core.people import Role
from jiangfang.documents.excel.table import Cell, Table
from jiangfang.records.files import kinds
from jiangfang.records.files.kinds import Wish
from jiangfang.records.journal import actions as journal
from jiangfang.records.people.actions.authority import actor_of, day_of
from jiangfang.stages.apply import lists, sheets


def _list(wish: Wish) -> Table:
    """The list of a city, an auditor, a recommender. With the phones it is a look at each that stands in it."""
    hat, today = wish.hat, day_of(wish.at)
    concerned = lists.concerned(hat, today)
    found = lists.filtered(lists.handed_in(hat, concerned), wish.wanted)
    ids = list(found.values_list("pk", flat=True))
    shown = sheets.phones(concerned) if wish.wanted.get("personal") and hat.role == Role.CITY else []
    rows = sheets.lines(ids, concerned, shown, masked=hat.role == Role.AUDITOR)
    return Table("申报名单", sheets.columns(shown), _looked_at(wish, ids, rows) if shown else rows, len(ids))


def _looked_at(wish: Wish, ids: Sequence[int], rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
    """The rows, of which it is noted first who sees them."""
    journal.look_at_all(
        federation=wish.hat.organisation.federation_id,
        person=actor_of(wish.hat.person),
        subjects=[Subject("application", str(pk), "") for pk in ids],
        day=day_of(wish.at),
    )
    yield from rows


LIST = kinds.register_list("apply.list", _list)
