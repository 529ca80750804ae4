"""What every kind of answer has in common: its definition, and the three things a kind can do.

A kind checks a JSON value, shows it as the paper prints it, and reads back what stands on a paper.
Values stay the plain JSON values of the published interface (cli.md, "Answers"), so that money prints exactly as given.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Literal

from jiangfang.core.problems import Problem, error

NOT_GIVEN: Any = object()
"""What ``check`` and ``read`` return for a value that is left out."""

Checked = tuple[Any, list[Problem]]
KindName = Literal[
    "text", "phone", "email", "choice", "choices", "integer", "money", "date", "month", "rows", "opinion"
]
LONGEST_LINE = 1_000
LONGEST_TEXT = 20_000


class Need(StrEnum):
    """How much the form wants an answer: without a ``must`` it cannot be handed in, a ``should`` is reminded of."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Origin(StrEnum):
    """Where a rule comes from: this notice, a 办法 that it cites, or the practice of offices."""

    NOTICE = "notice"
    METHOD = "method"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of repeated rows. unit: what stands behind the number on the paper, "" for none.

    personal: only those whose work it is see it (phone, birth, political status).
    """

    key: str
    label: str
    type: Literal["text", "phone", "email", "choice", "integer", "money", "date", "month"]
    unit: str = ""
    options: tuple[str, ...] = ()
    need: Need = Need.MAY
    long: bool = False
    personal: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form, asked once and printed wherever a paper wants it.

    called: what sentences call it where the paper's label alone would not do (领衔人姓名 for 姓名); "" for the label.
    long: several lines are expected. limit: 字 that the paper asks for; more is a warning.
    material: a change of this answer voids the opinions given before it.
    joined: several leaders may stand in it, joined by 、, each part a value of the type.
    by: who answers it: the unit, a union or the city in its turn, or the program itself (derived).
    personal: only those whose work it is see it.
    """

    key: str
    label: str
    type: KindName
    called: str = ""
    unit: str = ""
    need: Need = Need.MAY
    material: bool = False
    long: bool = False
    joined: bool = False
    by: Literal["unit", "unit_union", "recommender", "city", "derived"] = "unit"
    personal: bool = False
    limit: int = 0
    options: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    clause: str = ""
    origin: Origin = Origin.NOTICE
    why: str = ""
    help: str = ""

    @property
    def name(self) -> str:
        """What sentences call it."""
        return self.called or self.label

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        if (self.type == "rows") != bool(self.columns):
            yield "columns", "只有 rows 类型才要列，并且一定要列"
        if self.type == "choices" and not self.options:
            yield "options", "choices 类型要写出它的各个选项"
        if self.limit and self.type != "text":
            yield "limit", "只有 text 类型可以限字数"
        if self.origin is not Origin.NOTICE and not self.why:
            yield "why", "不出自通知的项目要写明为什么问"
        if self.origin is Origin.NOTICE and not self.clause:
            yield "clause", "缺少条款号；不出自通知的写 origin 和 why"
        if self.joined and self.type in {"integer", "money", "choices", "rows", "opinion"}:
            yield "joined", "这一类型不能用、并列"
        if self.type == "opinion" and self.by in {"unit", "derived"}:
            yield "by", "意见由哪一级写，要用 by 写明：unit_union、recommender 或 city"
        names = [column.key for column in self.columns]
        if len(names) != len(set(names)):
            yield "columns", "有重复的列"


Spot = Field | Column


class Kind:
    """One kind of answer with its whole contract. Subclasses are stateless."""

    name: ClassVar[str]

    def check(self, spot: Spot, value: Any, where: str, called: str) -> Checked:
        """The JSON value in canonical form, or NOT_GIVEN, with what is wrong. ``called`` names it in sentences."""
        raise NotImplementedError

    def show(self, spot: Spot, value: Any) -> str:
        """The value as the paper prints it, without its unit."""
        return str(value)

    def read(self, spot: Spot, text: str, where: str, called: str) -> Checked:
        """What a paper holds, as a JSON value; every doubt is a problem beside it."""
        return self.check(spot, text, where, called) if text.strip() else (NOT_GIVEN, [])


def wrong_type(where: str, called: str, wanted: str, value: Any) -> Checked:
    """The answer of every kind to a value of another type."""
    return NOT_GIVEN, [error("wrong_type", where, f"{called}：应是{wanted}，现在是{name_of(value)}")]


def name_of(value: Any) -> str:
    """A JSON value's type in words people know, with a short look at it."""
    if isinstance(value, Unusable):
        return value.says
    if value is None:
        return "空值 null（没有的答案整项去掉即可）"
    if isinstance(value, bool):
        return f"{'true' if value else 'false'}（是非值）"
    if isinstance(value, str):
        return f"文字“{shorten(value)}”" if value.strip() else "空文字（没有的答案整项去掉即可）"
    if isinstance(value, int):
        return f"整数 {value}" if abs(value) < 10**12 else "超过 12 位的整数"
    if isinstance(value, dict):
        return "一组键和值"
    return "一个列表" if isinstance(value, list) else f"{value!r:.40}"


@dataclass(frozen=True, slots=True)
class Unusable:
    """A JSON number that no answer may be: with a point, too long, NaN. says: what it is; written: as it was typed."""

    says: str
    written: str = ""


def shorten(text: str, most: int = 20) -> str:
    """A look at a long text for use inside a sentence; what cannot be printed is shown as its code point."""
    cut = text if len(text) <= most else f"{text[:most]}…"
    return "".join(letter if _printable(letter) else f"〈U+{ord(letter):04X}〉" for letter in cut)


def _printable(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cs", "Cn"} or letter in "\n\t"


def xml_cannot_hold(text: str) -> str:
    """The first character that XML 1.0 (section 2.2) has no place for, or ""."""
    for letter in text:
        code = ord(letter)
        if (code < 0x20 and letter not in "\t\n\r") or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF):
            return letter
    return ""


def tidy(text: str) -> str:
    """NFC, CRLF and CR to LF, outer white space off; else as typed (cli.md, "Answers")."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
