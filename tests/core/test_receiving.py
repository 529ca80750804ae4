"""What has to arrive, what came, on which day it counts: never more than is wanted, never late before its day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.problems import Severity
from jiangfang.core.receiving import (
    Form,
    Item,
    Lack,
    Spot,
    Standing,
    Way,
    allotted,
    cell,
    counting_day,
    items,
    lacks,
    last_day,
    lines,
    note_problems,
    spots,
    stations,
    tick_problems,
)
from jiangfang.core.returning import BACK_REASONS, back_problems
from tests.core.making import KAIFENG, LANGFANG, modest, programme
from tests.documents.samples import folder_of

LAST = date(2024, 11, 20)
DAYS = st.dates(date(2024, 11, 1), date(2024, 12, 20))
COPIES = st.integers(1, 6)
CAME = st.lists(st.tuples(DAYS, COPIES), max_size=6)


def things(name: str) -> dict[str, Item]:
    return {one.id: one for one in items(programme(name) if name != "third-2026" else folder_of(name).programme)}


def test_what_the_notices_ask_for() -> None:
    asked = {
        name: (one.short, one.wanted(Form.PAPER), one.wanted(Form.ELECTRONIC), one.shared)
        for name, one in things(KAIFENG).items()
    }
    assert asked == {
        "application": ("推荐表", 1, 0, False),
        "summary": ("推荐汇总表", 1, 0, True),
        "evidence": ("工作实绩支撑材料", 1, 1, False),
        "year_summary": ("近一年工作总结", 1, 1, False),
    }
    (form,) = things(LANGFANG).values()
    assert (form.short, form.wanted(Form.PAPER), form.wanted(Form.ELECTRONIC)) == ("审批表", 2, 0)
    assert (form.by("county"), form.by("direct")) == ("recommender", "unit")
    third = things("third-2026")
    assert [(one.short, one.shared) for one in third.values()] == [
        ("申报表", False),
        ("承诺书", False),
        ("汇总表", True),
    ]


@pytest.mark.parametrize(
    ("name", "listed", "waiting", "arrived", "received"),
    [
        (
            KAIFENG,
            {"recommended"},
            {"handed_in"},
            {"handed_in", "received", "reviewed", "selected", "named", "not_named"},
            {"received", "reviewed", "selected", "named", "not_named"},
        ),
        (
            LANGFANG,
            {"recommended"},
            {"handed_in"},
            {"handed_in", "received", "reviewed", "approved", "named", "not_named"},
            {"received", "reviewed", "approved", "named", "not_named"},
        ),
        ("third-2026", {"chosen"}, set(), {"at_county", "named"}, set()),
    ],
)
def test_the_stations_of_a_table_of_steps(
    name: str, listed: set[str], waiting: set[str], arrived: set[str], received: set[str]
) -> None:
    found = stations(folder_of(name).programme.workflow)
    assert (set(found.listed), set(found.waiting), set(found.arrived), set(found.received)) == (
        listed,
        waiting,
        arrived,
        received,
    )


@given(wanted=st.integers(0, 6), copies=st.lists(COPIES, max_size=8))
@modest
def test_what_counts_is_never_more_than_is_wanted(wanted: int, copies: list[int]) -> None:
    found = allotted(wanted, copies)
    assert sum(found) == min(wanted, sum(copies))
    assert all(0 <= many <= came for many, came in zip(found, copies, strict=True))


@given(wanted=st.integers(1, 6), came=CAME, today=DAYS)
@modest
def test_a_cell_is_complete_exactly_when_enough_came_and_late_when_the_last_wanted_one_was(
    wanted: int, came: list[tuple[date, int]], today: date
) -> None:
    found = cell(wanted, came, LAST, today)
    in_time = sum(many for day, many in came if day <= LAST)
    total = sum(many for _, many in came)
    assert found.lacking == max(wanted - total, 0)
    assert (found.standing is Standing.HERE) == (in_time >= wanted)
    assert (found.standing is Standing.LATE) == (in_time < wanted <= total)
    assert (found.standing is Standing.MISSING) == (not came)
    assert found.overdue == (total < wanted and today > LAST)
    assert (found.here_on is None) == (total < wanted)


@given(came=CAME, more=st.tuples(DAYS, COPIES), wanted=st.integers(1, 6))
@modest
def test_more_that_comes_never_makes_it_worse(
    came: list[tuple[date, int]], more: tuple[date, int], wanted: int
) -> None:
    before, now = cell(wanted, came, LAST, LAST), cell(wanted, [*came, more], LAST, LAST)
    assert now.lacking <= before.lacking
    assert now.here_on is not None or before.here_on is None
    if before.standing is Standing.HERE:
        assert now.standing is Standing.HERE


def test_what_the_program_has_is_here_without_being_brought() -> None:
    found = cell(0, (), LAST, LAST + timedelta(days=9), made=True, made_on=LAST)
    assert (found.standing, found.overdue) == (Standing.HERE, False)
    assert cell(0, (), LAST, LAST).standing is Standing.NOT_ASKED


@pytest.mark.parametrize(
    ("way", "by_postmark", "postmark", "counts"),
    [
        (Way.POST, True, date(2024, 11, 18), date(2024, 11, 18)),
        (Way.POST, True, None, date(2024, 11, 21)),
        (Way.POST, False, date(2024, 11, 18), date(2024, 11, 21)),
        (Way.HAND, True, date(2024, 11, 18), date(2024, 11, 21)),
    ],
)
def test_which_day_counts(way: Way, by_postmark: bool, postmark: date | None, counts: date) -> None:
    assert counting_day(date(2024, 11, 21), postmark, way, by_postmark=by_postmark) == counts


@given(granted=st.lists(st.none() | DAYS, max_size=4))
@modest
def test_a_day_that_was_given_only_ever_lengthens_the_time(granted: list[date | None]) -> None:
    found = last_day(LAST, granted)
    assert found is not None and found >= LAST
    assert found == LAST or found in granted
    assert last_day(None, granted) is None


def test_what_is_wanting_of_several_studios_together() -> None:
    found = list(things(KAIFENG).values())
    came = {("application", Form.PAPER): 2, ("evidence", Form.PAPER): 1, ("evidence", Form.ELECTRONIC): 2}
    assert lines(lacks(found, 2, came, alone=False)) == [
        "推荐汇总表纸质 1 份",
        "工作实绩支撑材料纸质 1 份",
        "近一年工作总结纸质 2 份、电子版 2 份",
    ]
    assert "推荐汇总表" not in "".join(lines(lacks(found, 2, came, alone=True)))
    assert lacks(found, 0, {}, alone=False) == []


def test_a_lack_is_a_sentence_with_its_clause_and_stops_once_its_day_is_over() -> None:
    lack = Lack(things(KAIFENG)["evidence"], Form.PAPER, 1)
    soon, over = lack.problem(overdue=False), lack.problem(overdue=True)
    assert (soon.message, soon.clause) == ("还差工作实绩支撑材料纸质 1 份（通知四（三））", "通知四（三）")
    assert (soon.severity, over.severity) == (Severity.WARNING, Severity.ERROR)


@given(
    owner=st.tuples(st.booleans(), st.integers(1, 10**12)),
    item=st.sampled_from(["application", "a-b_c"]),
    form=st.sampled_from(Form),
)
@modest
def test_the_code_of_a_place_names_it(owner: tuple[bool, int], item: str, form: Form) -> None:
    studio, number = owner
    spot = Spot(number if studio else None, None if studio else number, item, form)
    assert spots([spot.code, spot.code]) == [spot]


@given(st.text(max_size=40))
@modest
def test_what_names_no_place_is_left_out(code: str) -> None:
    assert all(found.code == code for found in spots([code]))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({}, []),
        ({"copies": None}, []),
        ({"copies": 0}, ["copies"]),
        ({"copies": 100}, ["copies"]),
        ({"arrived_on": LAST + timedelta(days=1)}, ["arrived_on"]),
        ({"way": Way.MAIL}, ["way"]),
        ({"way": Way.MAIL, "papers": False}, []),
        ({"postmark": LAST}, ["postmark"]),
        ({"postmark": LAST, "way": Way.POST}, []),
        ({"postmark": LAST + timedelta(days=1), "way": Way.POST}, ["postmark"]),
        ({"note": "长" * 501}, ["note"]),
        ({"note": "\x02"}, ["note"]),
    ],
)
def test_what_is_said_of_an_arrival(change: dict[str, object], where: list[str]) -> None:
    said = {"copies": 1, "arrived_on": LAST, "postmark": None, "way": Way.HAND, "note": "", "papers": True, **change}
    assert [one.where for one in tick_problems(today=LAST, **said)] == where  # type: ignore[arg-type]


def test_a_note_of_the_longest_kind_is_fine() -> None:
    assert note_problems("长" * 500, "note") == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({}, []),
        ({"chosen": 0}, ["chosen"]),
        ({"reasons": ()}, ["reasons"]),
        ({"reasons": (), "text": "请改"}, []),
        ({"reasons": ("nonsense",)}, ["reasons"]),
        ({"text": "\x02"}, ["text"]),
        ({"due": LAST - timedelta(days=1)}, ["due"]),
        ({"today": LAST + timedelta(days=1)}, ["due"]),
        ({"today": LAST + timedelta(days=1), "due": LAST + timedelta(days=1)}, []),
    ],
)
def test_what_a_return_to_a_recommender_has_to_say(change: dict[str, object], where: list[str]) -> None:
    usual = {"chosen": 1, "reasons": (next(iter(BACK_REASONS)),), "text": "", "due": None, "today": LAST}
    found = back_problems(deadline=LAST, **{**usual, **change})  # type: ignore[arg-type]
    assert [one.where for one in found] == where
