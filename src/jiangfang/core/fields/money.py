"""Amounts of money: decimals as text, in the unit of the field, printed exactly as given."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from jiangfang.core.fields.base import NOT_GIVEN, Checked, Kind, Spot, Unusable, shorten, wrong_type
from jiangfang.core.fields.number import not_a_number, read_amount
from jiangfang.core.problems import error, note, warning

MONEY = re.compile(r"\d{1,12}(\.\d{1,6})?", re.ASCII)
_SCALES = {"亿元": 8, "亿": 8, "百万元": 6, "千万元": 7, "万元": 4, "万": 4, "千元": 3, "元": 0}
_FOREIGN = {"亿美元": 8, "万美元": 4, "美元": 0, "美金": 0}


def digits(value: Unusable | int) -> str:
    """How a JSON number was written."""
    return value.written if isinstance(value, Unusable) else str(value)


def amount(value: str) -> Decimal:
    """The number that a money answer stands for."""
    return Decimal(value)


class MoneyKind(Kind):
    """A decimal as text: 1 to 12 digits, at most six behind the point."""

    name = "money"

    def check(self, spot: Spot, value: Any, where: str, called: str) -> Checked:
        """See Kind; a JSON number is refused since it cannot say 30.00."""
        if (
            isinstance(value, Unusable | int)
            and not isinstance(value, bool)
            and MONEY.fullmatch(plain := digits(value))
        ):
            return NOT_GIVEN, [error("wrong_type", where, f'{called}：金额要加引号，写成 "{plain}"')]
        if not isinstance(value, str) or not value.strip():
            return wrong_type(where, called, '写成文字的金额，如 "30.00"', value)
        if not MONEY.fullmatch(value.strip()):
            said = (
                f"{called}“{shorten(value.strip())}”：只写数字和小数点（整数不超过 12 位，小数不超过 6 位），不写单位"
            )
            return NOT_GIVEN, [error("not_a_number", where, said)]
        return value.strip(), []

    def read(self, spot: Spot, text: str, where: str, called: str) -> Checked:
        """An amount as written: 12.5, 12.5万元, 125000元 in a field of 万元, 约30, 无, —."""
        bare = _without_sign(text, spot.unit)
        found, problems = read_amount(bare, (), where, called)
        if found is None:
            return NOT_GIVEN, problems
        if bare != text.strip() and not found.tail and _SCALES.get(spot.unit):
            said = f"{called}写的是“{text.strip()}”，有货币符号而没有写单位，按{spot.unit}读，请核对"
            problems.append(warning("unsure", where, said))
        plain = found.plain.rstrip(".") if found.plain.endswith(".") else found.plain
        plain = f"0{plain}" if plain.startswith(".") else plain
        if found.tail and found.tail != spot.unit:
            converted = _in_unit(found.number, found.tail, spot.unit)
            if converted is None:
                return NOT_GIVEN, [not_a_number(where, called, text, f"以{spot.unit}为单位的数")]
            plain = converted
            said = f"{called}写的是“{text.strip()}”，按{spot.unit}读作 {plain}"
            problems.append(note("unsure", where, said))
        value, more = self.check(spot, plain, where, called)
        return value, problems + more


def _without_sign(text: str, unit: str) -> str:
    said = text.strip()
    return said[1:] if said and said[0] in ("$＄" if unit in _FOREIGN else "￥¥") else said


def _in_unit(number: Decimal, written: str, unit: str) -> str | None:
    """``number`` of ``written`` in ``unit``; None for a unit that is none, or for another currency."""
    family = _FOREIGN if unit in _FOREIGN else _SCALES
    if written not in family or unit not in family:
        return None
    return plain_decimal(number.scaleb(family[written] - family[unit]))


def plain_decimal(number: Decimal) -> str:
    """A decimal without exponent and without idle noughts behind the point."""
    shown = format(number, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
