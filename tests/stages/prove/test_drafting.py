"""The draft of the year's summary: the outline's headings, what the ledger has, room where it has nothing."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.evidence import Indicator, Proof
from jiangfang.core.ledger.base import BASE
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.numbers import Span
from jiangfang.documents.word.letter import Block, Heading, Rows, Sentence
from jiangfang.stages.prove.drafting import Year, blocks, numeral

KINDS = {kind.id: kind for kind in BASE}
YEAR = Span(date(2023, 11, 21), date(2024, 11, 20))


def indicator(id: str, *ledger: str, group: str = "运行情况", period: str = "近 1 年") -> Indicator:
    proof = Proof("list", "名单", ledger=tuple(ledger))
    return Indicator(id, 1, group, f"指标{id}", "开展了哪些", (proof,), period, clause="附件3")


def training(id: int, day: date | None, count: int = 10, **values: Any) -> Entry:
    said = {"side": "对内", "count": count, **values}
    return Entry(id, "training", f"示例培训{id}", day, day, said, ("示例甲", "示例乙"))


def drafted(outline: list[Indicator], *entries: Entry, **reasons: str) -> list[Block]:
    return list(blocks(Year(outline, KINDS, entries, YEAR, reasons)))


def texts(found: list[Block]) -> list[str]:
    return [one.text for one in found if isinstance(one, Heading | Sentence)]


def test_groups_and_indicators_stand_as_headings_in_the_outlines_order() -> None:
    outline = [indicator("a", group="基础条件"), indicator("b", group="基础条件"), indicator("c")]
    found = [one for one in drafted(outline) if isinstance(one, Heading)]
    assert [(one.level, one.text) for one in found] == [
        (1, "一、基础条件"),
        (2, "（一）指标a"),
        (2, "（二）指标b"),
        (1, "二、运行情况"),
        (2, "（一）指标c"),
    ]


def test_where_the_ledger_has_nothing_there_is_room_and_what_is_asked() -> None:
    found = drafted([indicator("a", "training.plan")])
    assert found[2:] == [Sentence("（开展了哪些）", note=True), Sentence("", open=True)]


def test_one_entry_is_a_sentence_with_day_figures_and_people() -> None:
    found = drafted([indicator("a", "training.plan")], training(1, date(2024, 5, 20), 160, place="三车间"))
    assert texts(found)[2:] == [
        "近一年培训 1 场。",
        "2024年5月20日，示例培训1。对内或对外：对内；培训人数：160 人；地点：三车间；授课的成员：示例甲、示例乙。",
    ]


def test_three_entries_are_a_table_and_figures_add_up() -> None:
    given = [training(place, date(2024, place, 1), place * 10) for place in (3, 1, 2)]
    found = drafted([indicator("a", "training.plan", "training.sign_in")], *given)
    assert texts(found)[2:] == ["近一年培训 3 场，培训人数合计 60 人。"]
    assert found[-1] == Rows(
        ("序号", "培训日期", "培训名称", "对内或对外", "培训人数", "授课的成员"),
        (
            ("1", "2024年1月1日", "示例培训1", "对内", "10 人", "示例甲、示例乙"),
            ("2", "2024年2月1日", "示例培训2", "对内", "20 人", "示例甲、示例乙"),
            ("3", "2024年3月1日", "示例培训3", "对内", "30 人", "示例甲、示例乙"),
        ),
        (0.8, 2.0, 2.6, 1.2, 1.2, 1.6),
    )


def test_long_texts_stand_below_the_table() -> None:
    given = [
        Entry(n, "exchange", f"交流{n}", date(2024, 1, n), date(2024, 1, n), {"content": f"内容{n}"}) for n in (1, 2, 3)
    ]
    assert texts(drafted([indicator("a", "exchange.photos")], *given))[-3:] == [
        f"{n}．交流{n}。内容：内容{n}" for n in (1, 2, 3)
    ]


def test_an_indicator_of_the_last_year_counts_no_other_and_another_says_how_many_are_recent() -> None:
    given = [training(1, date(2023, 11, 20)), training(2, date(2023, 11, 21)), training(3, date(2024, 11, 20))]
    assert texts(drafted([indicator("a", "training.plan")], *given))[2] == "近一年培训 2 场，培训人数合计 20 人。"
    whole = drafted([indicator("a", "training.plan", period="")], *given)
    said = "截至2024年11月20日，培训 3 场，培训人数合计 30 人；其中近一年 2 场，培训人数合计 20 人。"
    assert texts(whole)[2] == said
    later = drafted(
        [indicator("a", "training.plan", period="")], training(1, date(2024, 11, 21)), training(2, YEAR.last)
    )
    assert texts(later)[2] == "截至2024年11月20日，培训 1 场，都在近一年。"


def test_entries_without_a_day_are_named_and_neither_counted_nor_added() -> None:
    given = [training(1, date(2024, 3, 1), 30), training(2, None, 20), training(3, None, 25)]
    for period, begin in (("近 1 年", "近一年培训 1 场。"), ("", "截至2024年11月20日，培训 1 场，都在近一年。")):
        found = drafted([indicator("a", "training.plan", period=period)], *given)
        assert texts(found)[2] == begin
        assert texts(found)[-1] == "培训 2 场没有写日期，没有算：“示例培训2”“示例培训3”。"
    alone = drafted([indicator("a", "training.plan")], training(2, None, 20))
    assert texts(alone)[2:] == ["培训 1 场没有写日期，没有算：“示例培训2”。", "（开展了哪些）", ""]


def test_what_was_given_stands_before_what_was_spent_with_its_year() -> None:
    given = [
        Entry(n, "funding", f"经费{n}", date(n, 1, 1), date(n, 12, 31), {"amount": f"{n - 2014}.00"})
        for n in (2022, 2023, 2024)
    ]
    spent = Entry(9, "spending", "示例刀具", date(2024, 2, 1), date(2024, 2, 1), {"amount": "800.00"})
    found = texts(drafted([indicator("a", "spending.list", period="")], *given, spent))
    assert found[2] == (
        "截至2024年11月20日，经费 3 笔，投入金额合计 27.00 万元；"
        "其中近一年（按年记的，算 2024 年） 1 笔，投入金额合计 10.00 万元。"
    )
    assert found[3] == "截至2024年11月20日，经费支出 1 笔，都在近一年。"


def test_patents_and_apprentices_are_counted_in_words_of_their_own() -> None:
    patent = Entry(1, "patent", "示例夹具", date(2024, 2, 1), date(2024, 2, 1), {"sort": "发明"}, ("示例甲",))
    pair = Entry(2, "apprentice", "示例丙", date(2024, 1, 1), None, {}, ("示例甲",))
    found = texts(drafted([indicator("a", "patent.certificate", "apprentice.agreement")], patent, pair))
    assert [one for one in found if one.startswith("近一年")] == ["近一年专利 1 件。", "近一年师带徒 1 对。"]


def test_an_entry_without_a_day_and_a_span_that_runs_are_there() -> None:
    running = Entry(1, "apprentice", "示例丙", date(2020, 1, 1), None, {}, ("示例甲",))
    found = texts(drafted([indicator("a", "apprentice.agreement", "training.plan")], running, training(2, None)))
    assert "2020年1月1日起，示例丙。师傅：示例甲。" in found
    assert "培训 1 场没有写日期，没有算：“示例培训2”。" in found


def test_an_attested_reason_stands_where_nothing_else_does() -> None:
    assert texts(drafted([indicator("a", "alliance.photos")], a="没有参加联盟"))[2:] == ["本项不适用：没有参加联盟"]


@given(st.lists(st.tuples(st.dates(date(2022, 1, 1), date(2025, 12, 31)), st.integers(0, 500)), max_size=12))
def test_every_entry_of_the_year_stands_there_once_and_no_other(given: list[tuple[date, int]]) -> None:
    entries = [training(place, day, count) for place, (day, count) in enumerate(given)]
    found = drafted([indicator("a", "training.plan")], *entries)
    said = [one.partition("，")[2].partition("。")[0] for one in texts(found) if "，示例培训" in one]
    said += [row[2] for one in found if isinstance(one, Rows) for row in one.rows]
    mine = [one for one in entries if YEAR.first and YEAR.last and one.first and YEAR.first <= one.first <= YEAR.last]
    assert sorted(said) == sorted(one.title for one in mine)


def test_numerals() -> None:
    assert [numeral(number) for number in (1, 9, 10, 11, 20, 35)] == ["一", "九", "十", "十一", "二十", "三十五"]
