"""An entry as it is typed: read, said what is wrong, and standing in its boxes again as it was meant."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.fields import Need
from jiangfang.core.ledger.base import BASE
from jiangfang.core.ledger.kinds import Dated, LedgerKind
from jiangfang.core.ledger.typed import (
    FIRST,
    LAST,
    MOST_PEOPLE,
    PEOPLE,
    YEAR,
    Draft,
    boxes,
    brief,
    names,
    read,
    shown,
    spoken,
    typing_of,
    written,
)
from jiangfang.core.problems import has_error
from tests.core.ledger.making import kind

TODAY = date(2024, 11, 20)
DAYS = st.dates(date(1990, 1, 1), TODAY)
WORDS = st.text("示例夹具甲乙丙丁𠮷𫚖ABC 12、", min_size=1, max_size=30).filter(lambda text: bool(text.strip()))
NAMES = st.lists(st.text("甲乙丙丁张王李赵𠮷", min_size=2, max_size=4), max_size=6, unique=True)


def typed_of(one: LedgerKind) -> st.SearchStrategy[dict[str, str]]:
    """What somebody may type into the boxes of a kind."""
    made: dict[str, st.SearchStrategy[str]] = {}
    for box in boxes(one):
        if box.key == PEOPLE:
            made[box.key] = NAMES.map("、".join)
        elif box.options:
            made[box.key] = st.sampled_from(box.options)
        else:
            made[box.key] = {
                "date": DAYS.map(lambda day: str(day.year) if one.dated is Dated.YEAR else day.isoformat()),
                "integer": st.integers(0, 10**6).map(str),
                "money": st.decimals(Decimal(0), Decimal(10**6), places=2).map(str),
            }.get(box.type, WORDS)
    return st.fixed_dictionaries(made)


@given(st.data())
@pytest.mark.parametrize("one", BASE, ids=lambda one: one.id)
def test_what_was_read_stands_in_its_boxes_and_is_read_the_same_again(one: LedgerKind, data: st.DataObject) -> None:
    first, _ = read(one, data.draw(typed_of(one)), TODAY)
    again, _ = read(one, typing_of(one, first), TODAY)
    assert again == first


@pytest.mark.parametrize("one", BASE, ids=lambda one: one.id)
def test_what_must_be_written_is_asked_and_nothing_else(one: LedgerKind) -> None:
    draft, problems = read(one, {}, TODAY)
    assert {problem.where for problem in problems} == {box.key for box in boxes(one) if box.need is Need.MUST}
    assert all(problem.severity == "error" for problem in problems)
    assert draft == Draft()
    assert all(typing_of(one, draft)[box.key] == "" for box in boxes(one))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("张三、李四", ["张三", "李四"]),
        ("张三，李四;王五/赵六", ["张三", "李四", "王五", "赵六"]),
        ("张　三、李 四", ["张三", "李四"]),
        ("张三 李四\n王五", ["张三", "李四", "王五"]),
        ("张三、张三、 、", ["张三"]),
        ("John Smith、𠮷田茂", ["John Smith", "𠮷田茂"]),
        ("阿依古丽·买买提 张三", ["阿依古丽·买买提", "张三"]),
        ("", []),
    ],
)
def test_names_as_people_write_them(text: str, found: list[str]) -> None:
    assert list(names(text)) == found


@given(NAMES)
def test_names_that_are_joined_come_apart_again(listed: list[str]) -> None:
    assert list(names("、".join(listed))) == listed


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-03-05", "2024-03-05", "2024-03-05"),
        ("2024.3.5", "2024-03-05", "2024-03-05"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("2023年", "2023-01-01", "2023-12-31"),
        ("", None, None),
    ],
)
def test_a_day_as_far_as_it_is_known(text: str, first: str | None, last: str | None) -> None:
    draft, _ = read(kind("patent"), {FIRST: text}, TODAY)
    assert [day and day.isoformat() for day in (draft.first, draft.last)] == [first, last]


@pytest.mark.parametrize(("text", "year"), [("2024", 2024), ("2024年度", 2024), ("２０２３年", 2023)])
def test_a_year_is_a_year(text: str, year: int) -> None:
    draft, _ = read(kind("funding"), {YEAR: text}, TODAY)
    assert (draft.first, draft.last) == (date(year, 1, 1), date(year, 12, 31))


def test_a_month_where_a_year_is_asked_is_refused() -> None:
    _, problems = read(kind("funding"), {YEAR: "2024-03", "title": "示例", "amount": "1"}, TODAY)
    assert [(one.where, "只写年份" in one.message) for one in problems] == [(YEAR, True)]


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2024-01-01", "", ""),
        ("2024-01-01", "至今", ""),
        ("2024-01-01", "2024-01-01", ""),
        ("2024-01", "2024-02", ""),
        ("2024-01-02", "2024-01-01", LAST),
        ("", "2024-01-01", FIRST),
    ],
)
def test_a_span_begins_before_it_ends(first: str, last: str, wrong: str) -> None:
    draft, problems = read(kind("apprentice"), {"title": "示例", FIRST: first, LAST: last}, TODAY)
    assert [one.where for one in problems] == ([wrong] if wrong else [])
    assert wrong or (draft.last is None) == (last in ("", "至今"))


def test_a_day_to_come_is_a_question() -> None:
    day = (TODAY + timedelta(days=1)).isoformat()
    _, problems = read(kind("rule"), {"title": "示例", FIRST: day}, TODAY)
    assert [(one.where, one.severity) for one in problems] == [(FIRST, "warning")]
    assert not has_error(read(kind("rule"), {"title": "示例", FIRST: TODAY.isoformat()}, TODAY)[1])


def test_more_people_than_a_list_holds_are_refused() -> None:
    many = "、".join(f"甲{number}号" for number in range(MOST_PEOPLE + 1))
    _, problems = read(kind("result"), {"title": "示例", PEOPLE: many}, TODAY)
    assert [(one.where, one.code) for one in problems] == [(PEOPLE, "too_long")]


def test_a_sentence_begins_with_the_row_that_it_is_about() -> None:
    _, problems = read(kind("training"), {"title": "示例", "count": "多", FIRST: "那天"}, TODAY, "第 7 行")
    assert problems
    assert all(one.message.startswith("第 7 行 ") for one in problems)


def test_titles_stand_in_one_line() -> None:
    draft, _ = read(kind("rule"), {"title": " 一种\n 夹具 "}, TODAY)
    assert draft.title == "一种 夹具"


def test_days_in_words() -> None:
    first, last = date(2024, 3, 1), date(2024, 3, 31)
    assert [spoken(Dated.DAY, first, end) for end in (first, last, date(2024, 12, 31))] == [
        "2024年3月1日",
        "2024年3月",
        "2024年",
    ]
    assert spoken(Dated.SPAN, first, None) == "2024年3月1日起"
    assert spoken(Dated.SPAN, first, last) == "2024年3月1日到2024年3月31日"
    assert (spoken(Dated.YEAR, first, last), spoken(Dated.DAY, None, None), written(None, None)) == ("2024年", "", "")


def test_values_in_words_with_their_units() -> None:
    values = {"side": "对内", "count": 32}
    assert [text for _, text in shown(kind("training"), values)] == ["对内", "32 人"]
    assert brief(kind("training"), values) == ["对内", "培训人数 32 人"]


@pytest.mark.parametrize("typed", ["60", "60平方", "60㎡", "60 平方米", "60 平米", "６０m²", "60m2"])
def test_square_metres_are_read_as_people_write_them(typed: str) -> None:
    draft, problems = read(kind("premises"), {"title": "示例室", "area": typed}, TODAY)
    assert (draft.values["area"], problems) == (60, [])


@pytest.mark.parametrize("typed", ["26年", "26", "２６年度"])
def test_a_year_of_two_digits_is_asked_for_whole(typed: str) -> None:
    _, problems = read(kind("funding"), {"title": "拨付", "amount": "3", YEAR: typed}, TODAY)
    assert [problem.where for problem in problems] == [YEAR]
    assert problems[0].message.endswith("年份请写四位数，如 2026年")


@pytest.mark.parametrize(
    ("typed", "year"), [("98年5月", "1998年"), ("24.5.20", "2024年"), ("24-5", "2024年"), ("24/5/20", "2024年")]
)
def test_a_day_with_a_year_of_two_digits(typed: str, year: str) -> None:
    _, problems = read(kind("training"), {"title": "焊接", "side": "对内", "count": "3", FIRST: typed}, TODAY)
    assert [problem.message for problem in problems] == [f"培训日期写的是“{typed}”，年份请写四位数，如 {year}"]
