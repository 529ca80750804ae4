"""Answers of every kind as hypothesis makes them: what people type, and what could be mistaken for something else."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from jiangfang.core.fields import OPINION_PARTS, Column, Field
from tests.documents.samples import RARE

Answers = dict[str, Any]
TRICKY = (
    "公章",
    "签章",
    "负责人签名：",
    "2024年1月2日",
    "年 月 日",
    "年",
    "项",
    "个",
    "国际 3 个",
    "工作室名称",
    "姓    名",
    "业 绩 简 介（500字）",
    "工作室带头人情况",
    "□技术开发 ☑其他",
    '=HYPERLINK("http://example.com","点")',
    "+1234567890",
    "-1",
    "@SUM(A1)",
    "_x0041_",
    "<w:t>&amp;</w:t>",
    "]]>",
    "&<>\"'",
    "—",
    "无",
    "约30",
    "0",
    "007",
    "第一行\n第二行",
    "前\t后",
    "第一段\n\n\n第四段",
    "\t\n 里外都有 \n\t",
    "　全角空格　两边　",
    "😀👨‍👩‍👧🇨🇳",
    "零\u200b宽\u200d字\ufeff符",
    "\u200b",
    "\ufeff",
    "从右到左\u202e反\u202c",
    "e\u0301",
    "\u0301开头是组合符",
    "行\u2028分\u2029隔\x85符",
    "不\u00a0断\u00ad行",
    "\ue000私用区",
    "㎡①Ⅳ５²",
    "{studio_name}",
    "{{ jinja }}{% x %}",
    "T1R1C1",
    RARE,
    "字" * 400,
    "A" * 300,
)
_LETTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters=[*map(chr, range(9)), "\x0b", "\x0c", *map(chr, range(14, 32)), "\ufffe", "\uffff"],
)


def texts(without: str = "") -> st.SearchStrategy[str]:
    """Texts that an answer may be: not blank, at most 1,000 characters."""
    pieces = st.one_of(st.sampled_from(TRICKY), st.text(_LETTERS, min_size=1, max_size=12))
    return (
        st.lists(pieces, min_size=1, max_size=3)
        .map("".join)
        .map(lambda text: text if not without else text.replace(without, "和"))
        .filter(lambda text: bool(text.strip()) and len(text) <= 900)
    )


def dates(finest: int = 3) -> st.SearchStrategy[str]:
    """Days, or only their month or year; only months and years with finest=2."""
    days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)).map(lambda day: day.isoformat())
    return st.tuples(days, st.integers(1, finest)).map(lambda pair: "-".join(pair[0].split("-")[: pair[1]]))


def money() -> st.SearchStrategy[str]:
    """Decimals as text, idle noughts and all."""
    return st.from_regex(r"\A[0-9]{1,12}(\.[0-9]{1,6})?\Z")


def _simple(spot: Field | Column, without: str = "") -> st.SearchStrategy[Any]:
    if spot.type == "integer":
        return st.one_of(st.integers(0, 40), st.integers(0, 999_999_999_999))
    if spot.type == "money":
        return money()
    if spot.type in ("date", "month"):
        return dates(3 if spot.type == "date" else 2)
    offered = [st.sampled_from(spot.options)] if spot.options else []
    return st.one_of(*offered, texts(without))


def _rows(spot: Field) -> st.SearchStrategy[list[Answers]]:
    """Up to forty rows, made of a few different ones."""
    row = st.fixed_dictionaries({}, optional={column.key: _simple(column) for column in spot.columns})
    few = st.lists(row, min_size=1, max_size=3)
    return st.tuples(few, st.integers(0, 40)).map(lambda pair: [pair[0][n % len(pair[0])] for n in range(pair[1])])


def answer(spot: Field) -> st.SearchStrategy[Any]:
    """A value that the field takes."""
    if spot.type == "choices":
        return st.lists(st.sampled_from(spot.options), unique=True)
    if spot.type == "rows":
        return _rows(spot)
    if spot.type == "opinion":
        return st.fixed_dictionaries({}, optional={part.key: _simple(part) for part in OPINION_PARTS})
    if spot.joined and spot.type not in ("integer", "money"):
        return st.lists(_simple(spot, without="、"), min_size=1, max_size=3).map("、".join)
    return _simple(spot)


def answers(fields: tuple[Field, ...]) -> st.SearchStrategy[Answers]:
    """A filled form, any part of it left out."""
    return st.fixed_dictionaries({}, optional={field.key: answer(field) for field in fields})


def everywhere(fields: tuple[Field, ...], text: str) -> Answers:
    """One text in every place that takes a text; two rows of each kind."""
    made: Answers = {}
    for field in fields:
        if field.type in ("text", "choice", "phone", "email"):
            fits = field.type == "text" or not field.joined
            made[field.key] = text if fits else text.replace("、", "和")
        elif field.type == "rows":
            kinds = ("text", "choice", "phone", "email")
            made[field.key] = [{column.key: text for column in field.columns if column.type in kinds}] * 2
        elif field.type == "opinion":
            made[field.key] = {"text": text, "signer": text}
    return made
