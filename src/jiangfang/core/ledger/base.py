"""The common kinds of a ledger, and how a programme adds to them or changes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from jiangfang.core.fields import Column
from jiangfang.core.ledger.doings import DOINGS
from jiangfang.core.ledger.kinds import LedgerKind, Slot
from jiangfang.core.ledger.means import MEANS
from jiangfang.core.ledger.works import WORKS

BASE: tuple[LedgerKind, ...] = (*WORKS, *DOINGS, *MEANS)
"""The kinds that every studio may keep, in the order of a ledger's menu."""


def merged(own: tuple[LedgerKind, ...], base: tuple[LedgerKind, ...] = BASE) -> tuple[LedgerKind, ...]:
    """The common kinds with a programme's own: one of the same id changes it, another one comes behind them.

    Columns and slots of the same key take the place of the common ones, others come behind; none is taken away,
    since what was written down under another programme has to stay readable.
    """
    changed = {kind.id: kind for kind in own}
    known = {kind.id for kind in base}
    kept = [_changed(kind, changed[kind.id]) if kind.id in changed else kind for kind in base]
    return (*kept, *(kind for kind in own if kind.id not in known))


def _changed(base: LedgerKind, own: LedgerKind) -> LedgerKind:
    columns = {column.key: column for column in (*base.columns, *own.columns)}
    slots = {slot.id: slot for slot in (*base.slots, *own.slots)}
    return replace(
        own,
        columns=tuple(columns.values()),
        slots=tuple(slots.values()),
        people=own.people or base.people,
        named=own.named if own.people else base.named,
        person=own.person or base.person,
        says=own.says or base.says,
    )


def clashes(own: LedgerKind, base: tuple[LedgerKind, ...] = BASE) -> Iterator[tuple[str, str]]:
    """What a programme's own kind may not change of the common one: (place below it, sentence)."""
    common = kind_of(base, own.id)
    if common is None:
        return
    if own.dated is not common.dated:
        yield "dated", f"通用的“{common.title}”是 {common.dated.value}，不能改：已经记下的会读错"
    for place, column in enumerate(own.columns):
        before = common.column(column.key)
        if before is not None and (before.type, before.unit) != (column.type, column.unit):
            said = f"通用的“{before.label}”是 {before.type}{_unit(before)}，类型和单位不能改：已经记下的会读错"
            yield f"columns[{place}]", said


def _unit(column: Column) -> str:
    return f"（{column.unit}）" if column.unit else ""


def kind_of(kinds: tuple[LedgerKind, ...], id: str) -> LedgerKind | None:
    """A kind by id, or None."""
    return next((kind for kind in kinds if kind.id == id), None)


def slot_of(kinds: tuple[LedgerKind, ...], link: str) -> tuple[LedgerKind, Slot] | None:
    """The kind and the place for papers that a link ``kind.slot`` names, or None."""
    id, _, place = link.partition(".")
    kind = kind_of(kinds, id)
    slot = kind.slot(place) if kind else None
    return (kind, slot) if kind and slot else None
