"""Values and texts that tests throw at the rules."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from jiangfang.core.fields.base import tidy

ODD = "\u200b\u200d😀👩\u200d🔧堃喆玥䶮𬭎é\u0301\u00a0\u3000\ufeff、—/约余多无零年月日个项人万元亿美元￥$.,，:：()（）-"
SPOILT = "\x00\x0b\x1f\ud800\udfff\ufffe\uffff"

anything = st.text(max_size=40)
"""Any text at all that Python can hold, lone surrogates included."""

written = st.text(st.sampled_from("0123456789０１２３" + ODD), max_size=14)
"""What people write in cells made for numbers and days, and near misses of it."""

spoilt = st.builds(lambda a, b, c: a + b + c, written, st.sampled_from(SPOILT), written)
cell_texts = st.one_of(anything, written, spoilt)

_letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
lines = st.text(st.one_of(_letters, st.sampled_from("\n\t\r <>&=\"'" + ODD)), max_size=60)
"""Texts that XML can hold."""

texts = lines.filter(lambda text: bool(tidy(text)))
"""Texts that a text field accepts."""

integers = st.integers(0, 999_999_999_999)
money = st.from_regex(r"[0-9]{1,12}(\.[0-9]{1,6})?", fullmatch=True)


def _day(day: date, finest: int) -> str:
    return day.isoformat()[: (4, 7, 10)[finest - 1]]


days = st.builds(_day, st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(1, 3))
months = st.builds(_day, st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(1, 2))

json_values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), anything, days, money),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(anything, inner, max_size=4)),
    max_leaves=8,
)
"""Anything JSON can say, NaN and infinities included."""
