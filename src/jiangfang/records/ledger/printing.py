"""The entries of a kind as a sheet to be printed and sealed."""

from __future__ import annotations

from collections.abc import Sequence

from jiangfang.core.ledger import entries as core
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.listing import listing
from jiangfang.core.problems import Refused, error
from jiangfang.documents.pdf.fonts import fonts
from jiangfang.documents.pdf.listing import Printed, Sheet, printed
from jiangfang.records.studios.models import Studio

_LISTS = ("清单", "名单", "列表", "一览表")


def title_of(kind: LedgerKind) -> str:
    """What the list of a kind is called: 专利一览表, 设备清单."""
    return kind.title if kind.title.endswith(_LISTS) else f"{kind.title}一览表"


def list_of(studio: Studio, kind: LedgerKind, entries: Sequence[core.Entry], year: int, find: str) -> Printed:
    """The PDF. year, find: what was asked for, where anything was. Raises Refused where nothing would stand in it."""
    if not entries:
        raise Refused([error("missing", "", "没有符合的条目，没有可打印的")])
    unit, asked = studio.unit.name, (("年　份", f"{year}年" if year else ""), ("查　找", find))
    sheet = Sheet(
        title=title_of(kind),
        lines=(
            ("工作室", studio.name),
            ("单　位", unit),
            *((label, text) for label, text in asked if text),
            ("合　计", f"{len(entries)} 条"),
        ),
        tables=(listing(kind, entries),),
        sign=("单位（盖章）：",),
        foot=f"{unit}　{studio.name}",
    )
    return printed(sheet, fonts())
