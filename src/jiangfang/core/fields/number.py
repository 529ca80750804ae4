"""Counts of people and things, and how people write them on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiangfang.core.fields.base import NOT_GIVEN, Checked, Kind, Spot, shorten, wrong_type
from jiangfang.core.problems import Problem, error, note, warning

LARGEST = 999_999_999_999
NOTHING = frozenset({"无", "零", "没有"})
DASHES = frozenset({"—", "——", "-", "--", "－", "–", "/", "／", "\\", "―", "─"})
_ABOUT = re.compile(r"^(?:大?约|近|大概|超过?|逾)|(?:余|多|左右|以上|[+])$")
_WHOLE = re.compile(r"[0-9]{1,12}")
_VAGUE = re.compile(r"^[余多]")
_AMOUNT = re.compile(r"^([0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)(.*)$")
_SAME_UNITS = (("平方米", "平方公尺", "平米", "平方", "㎡", "m²", "m2", "M2"),)
_GROUPED = re.compile(r"^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$")


_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    """Full-width digits and marks as ASCII; nothing else changes (NFKC would turn 5² into 52)."""
    return text.translate(_HALF)


class IntegerKind(Kind):
    """A whole number of people or things, 0 or more, at most twelve digits."""

    name = "integer"

    def check(self, spot: Spot, value: Any, where: str, called: str) -> Checked:
        """See Kind; ``true`` and ``12.0`` are no integers."""
        if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
            said = f"{called}：整数不加引号，写成 {int(value)}"
            return NOT_GIVEN, [error("wrong_type", where, said)]
        if isinstance(value, bool) or not isinstance(value, int):
            return wrong_type(where, called, "整数（不加引号）", value)
        if value < 0 or value > LARGEST:
            return NOT_GIVEN, [_out_of_range(where, called, f"{value} " if abs(value) <= LARGEST else "")]
        return value, []

    def read(self, spot: Spot, text: str, where: str, called: str) -> Checked:
        """A count as written: 12, 12人, １２, 约30, 无, —."""
        amount, problems = read_amount(text, _written_as(spot.unit), where, called)
        if amount is None:
            return NOT_GIVEN, problems
        if amount.number > LARGEST and not amount.tail:
            return NOT_GIVEN, [*problems, _out_of_range(where, called)]
        if amount.tail or amount.number != int(amount.number):
            return NOT_GIVEN, [not_a_number(where, called, text, "整数")]
        value, found = self.check(spot, int(amount.number), where, called)
        return value, problems + found


def _written_as(unit: str) -> tuple[str, ...]:
    """The unit, and what people write for it, the longest first."""
    same = next((some for some in _SAME_UNITS if unit in some), (unit,) if unit else ())
    return tuple(sorted(same, key=len, reverse=True))


def _out_of_range(where: str, called: str, said: str = "") -> Problem:
    return error("out_of_range", where, f"{called}：{said}不在 0 到 {LARGEST} 之间")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number found on a paper. plain: its digits as written without group commas; tail: an unknown word behind."""

    number: Decimal
    plain: str
    tail: str


def read_amount(text: str, units: tuple[str, ...], where: str, called: str) -> tuple[Amount | None, list[Problem]]:
    """The number in a cell and what is doubtful of it; None when there is none (cli.md, "Reading")."""
    said = re.sub(r"[ \t]", "", half_width(text).strip())
    if re.search(r"\d[ \t]+\d", half_width(text)):
        return None, [not_a_number(where, called, text, "一个数")]
    if not said:
        return None, []
    if said in DASHES or text.strip() in DASHES:
        return None, [note("unsure", where, f"{called}写的是“{text.strip()}”，按没有填处理")]
    if said in NOTHING:
        return Amount(Decimal(0), "0", ""), [note("unsure", where, f"{called}写的是“{said}”，读作 0")]
    bare, about = _bare(said, units)
    found = _AMOUNT.match(bare)
    if not found or ("," in found[1] and not _GROUPED.match(found[1])):
        return None, [not_a_number(where, called, text, "数")]
    digits, tail = found.groups()
    plain, vague = digits.replace(",", ""), _VAGUE.match(tail)
    if about or vague:
        said = f"{called}写的是“{shorten(text.strip())}”，读作 {plain}，请核对"
        return Amount(Decimal(plain), plain, _VAGUE.sub("", tail)), [warning("unsure", where, said)]
    doubts = [note("unsure", where, f"{called}写的是“{digits}”，读作 {plain}")] if digits != plain else []
    return Amount(Decimal(plain), plain, tail), doubts


def _bare(said: str, units: tuple[str, ...]) -> tuple[str, bool]:
    """A written number without 约, 左右 and its unit, in whatever order they stand; and whether it was vague."""
    bare = said
    for _ in range(2):
        bare = _ABOUT.sub("", bare)
        bare = next((bare.removesuffix(unit) for unit in units if bare.endswith(unit)), bare)
    return bare, bool(_ABOUT.search(said) or _ABOUT.search(bare) or bare != _strip_units(said, units))


def _strip_units(said: str, units: tuple[str, ...]) -> str:
    return next((said.removesuffix(unit) for unit in units if said.endswith(unit)), said)


def not_a_number(where: str, called: str, text: str, wanted: str) -> Problem:
    """The one sentence for a cell that should hold a number and does not."""
    return error("not_a_number", where, f"{called}写的是“{shorten(text.strip())}”，认不出是多少，请改成{wanted}")
