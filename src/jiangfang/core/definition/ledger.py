"""What must fit between the ledger's kinds and numbers, the form, and the outline of proofs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from jiangfang.core.fields import Column, Field, Origin, Spot
from jiangfang.core.ledger.base import clashes, kind_of, slot_of
from jiangfang.core.ledger.kinds import TITLE, LedgerKind
from jiangfang.core.ledger.numbers import Measure, Number
from jiangfang.core.proofs import KINDS

if TYPE_CHECKING:
    from jiangfang.core.definition.programme import Programme

Found = Iterator[tuple[str, str]]
_WORDS = {"text", "choice"}


def faults(programme: Programme) -> Found:
    """Every fault that only shows when the parts are seen together: (key path, sentence)."""
    yield from _kinds(programme)
    fields, kinds = {field.key: field for field in programme.fields}, programme.ledger_kinds
    seen: set[str] = set()
    for place, number in enumerate(programme.numbers):
        if number.key in seen:
            yield f"numbers[{place}].key", f"“{number.key}”前面已经有了"
        seen.add(number.key)
        for below, message in _number(number, fields.get(number.key), kind_of(kinds, number.kind)):
            yield f"numbers[{place}].{below}", message
    yield from _links(programme, kinds)
    for place, name in enumerate(programme.uploads.kinds):
        if name not in KINDS:
            yield f"uploads.kinds[{place}]", f"不认识“{name}”，可以写：{'、'.join(KINDS)}"


def _kinds(programme: Programme) -> Found:
    ids = [kind.id for kind in programme.ledger]
    for place, kind in enumerate(programme.ledger):
        if kind.id in ids[:place]:
            yield f"ledger[{place}].id", f"“{kind.id}”前面已经有了"
        if kind.origin is not Origin.NOTICE and not kind.why:
            yield f"ledger[{place}].why", "不出自通知的，要写明为什么记"
        for below, message in clashes(kind):
            yield f"ledger[{place}].{below}", message


def _number(number: Number, field: Field | None, kind: LedgerKind | None) -> Found:
    if field is None:
        yield "key", f"表里没有“{number.key}”这一项"
    elif field.by != "unit":
        yield "key", f"“{number.key}”不由申报单位填"
    if kind is None:
        yield "kind", f"台账里没有“{number.kind}”这一类"
    if field is None or field.by != "unit" or kind is None:
        return
    unknown = list(_unknown(number, kind))
    yield from unknown
    if not unknown:
        yield from _wheres(number, kind)
        yield from _fits(number, field, kind)


def _unknown(number: Number, kind: LedgerKind) -> Found:
    """Columns that the kind does not have."""
    if number.of and number.of != TITLE and kind.column(number.of) is None:
        yield "of", _no_column(kind, number.of)
    for key in number.where:
        if kind.column(key) is None:
            yield f"where.{key}", _no_column(kind, key)
    for place, key in enumerate(number.beside):
        if kind.column(key) is None:
            yield f"beside[{place}]", _no_column(kind, key)
    for name, key in number.columns.items():
        if key != TITLE and kind.column(key) is None:
            yield f"columns.{name}", _no_column(kind, key)
    if number.measure is Measure.PEOPLE and not number.of and not kind.people:
        yield "of", f"“{kind.title}”不问人员，要写数哪一列"


def _no_column(kind: LedgerKind, key: str) -> str:
    return f"“{kind.title}”没有“{key}”这一列，可以写：{'、'.join(column.key for column in kind.columns)}"


def _wheres(number: Number, kind: LedgerKind) -> Found:
    for key, words in number.where.items():
        column = kind.column(key)
        for place, word in enumerate(words):
            if column is not None and column.options and word not in column.options:
                yield f"where.{key}[{place}]", f"“{word}”不在“{column.label}”的备选里：{'、'.join(column.options)}"


def _fits(number: Number, field: Field, kind: LedgerKind) -> Found:
    """Whether what comes out is an answer that the field takes."""
    measure = number.measure
    if measure in {Measure.COUNT, Measure.PEOPLE} and field.type != "integer":
        yield "measure", f"数出来的是整数，“{field.key}”是 {field.type}"
    if measure is Measure.TEXT and field.type != "text":
        yield "measure", f"写出来的是文字，“{field.key}”是 {field.type}"
    if measure is Measure.SUM:
        yield from _added(kind.column(number.of), field, "of")
    if measure is Measure.ROWS:
        yield from _rows(number, field, kind)


def _added(column: Column | None, spot: Spot, path: str) -> Found:
    """An amount only goes where an amount of the same unit is asked: currencies are never mixed."""
    if column is None or column.type not in {"integer", "money"}:
        yield path, "这一列不是数，不能相加"
    elif (column.type, column.unit) != (spot.type, spot.unit):
        said = f"“{column.label}”是 {_called(column)}，“{spot.label}”是 {_called(spot)}，对不上"
        yield path, said


def _called(spot: Spot) -> str:
    return f"{spot.type}（{spot.unit}）" if spot.unit else spot.type


def _rows(number: Number, field: Field, kind: LedgerKind) -> Found:
    if field.type != "rows":
        yield "measure", f"算出来的是几行，“{field.key}”是 {field.type}"
        return
    columns = {column.key: column for column in field.columns}
    for path, name in _named(number):
        if name not in columns:
            yield path, f"“{field.key}”没有“{name}”这一列"
    if number.by in columns and columns[number.by].type != "text":
        yield "by", "年度这一列应是 text"
    for name, key in number.columns.items():
        spot, column = columns.get(name), kind.column(key)
        if spot is None:
            continue
        if kind.adds(key) or spot.type not in _WORDS:
            yield from _added(column, spot, f"columns.{name}")


def _named(number: Number) -> Iterable[tuple[str, str]]:
    return [("by", number.by), *((f"columns.{name}", name) for name in number.columns)]


def _links(programme: Programme, kinds: tuple[LedgerKind, ...]) -> Found:
    for place, indicator in enumerate(programme.outline):
        for spot, proof in enumerate(indicator.proofs):
            path = f"outline[{place}].proofs[{spot}]"
            for which, link in enumerate(proof.ledger):
                if slot_of(kinds, link) is None:
                    yield f"{path}.ledger[{which}]", f"台账里没有“{link}”；写成“类.位置”，如 patent.certificate"
            for which, id in enumerate(proof.listed):
                if kind_of(kinds, id) is None:
                    yield f"{path}.listed[{which}]", f"台账里没有“{id}”这一类"
                elif id in proof.listed[:which]:
                    yield f"{path}.listed[{which}]", f"“{id}”前面已经有了"
