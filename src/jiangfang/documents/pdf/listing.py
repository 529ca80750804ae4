"""A list to be sealed: whose it is, its tables, and the place for the seal, as a PDF on A4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jiangfang.core.ledger.listing import Listing
from jiangfang.core.problems import Refused, error
from jiangfang.documents.pdf.fonts import Fonts
from jiangfang.documents.pdf.typesetting import shown, typeset

MOST = 2_000
# A wider table is laid across.
UPRIGHT = 130


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list. lines: (label, text) below its title; sign: what is signed and sealed, a line each; foot: below pages."""

    title: str
    lines: tuple[tuple[str, str], ...]
    tables: tuple[Listing, ...]
    sign: tuple[str, ...]
    foot: str

    @property
    def many(self) -> int:
        """How many rows there are."""
        return sum(len(table.rows) for table in self.tables)


@dataclass(frozen=True, slots=True)
class Printed:
    """What was made. lacking: characters that no font of this machine has; a sign stands for each."""

    content: bytes
    lacking: str = ""


def printed(sheet: Sheet, fonts: Fonts) -> Printed:
    """The PDF; equal sheets give equal bytes. Raises Refused for more rows than a list takes."""
    if sheet.many > MOST:
        said = f"有 {sheet.many} 条，一份清单最多列 {MOST} 条；请下载 Excel 自己分开排"
        raise Refused([error("too_many", "", said)])
    plain = _plain(sheet)
    lacking = fonts.missing("".join(_texts(plain)).replace("\n", ""))
    return Printed(typeset("list", shown(plain, fonts), fonts), "".join(lacking))


def _plain(sheet: Sheet) -> dict[str, Any]:
    tables = [
        {
            "title": table.title,
            "heads": [{"label": head.label, "width": head.width, "right": head.right} for head in table.heads],
            "rows": table.rows,
            "totals": table.totals,
        }
        for table in sheet.tables
    ]
    across = any(table.width > UPRIGHT for table in sheet.tables)
    whole = {name: getattr(sheet, name) for name in ("title", "lines", "sign", "foot")}
    return {**whole, "tables": tables, "across": across}


def _texts(said: Any) -> list[str]:
    """Every text in what is set in type."""
    if isinstance(said, str):
        return [said]
    if isinstance(said, dict):
        return [text for value in said.values() for text in _texts(value)]
    return [text for value in said for text in _texts(value)] if isinstance(said, list | tuple) else []
