"""Whole programmes: to plain values and back, and spoilt in every way."""

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.definition.programme import load
from jiangfang.core.definition.structure import dump
from jiangfang.core.examine import examine
from tests.core.filled import LAST_DAY, SOUND
from tests.core.making import BOTH, KAIFENG, LANGFANG, modest, programme
from tests.core.strategies import json_values

Place = tuple[Any, ...]


def plain(name: str) -> dict[str, Any]:
    """A shipped programme as TOML gives it, to be spoilt."""
    made: dict[str, Any] = copy.deepcopy(dump(programme(name)))
    return made


def places(value: Any, here: Place = ()) -> Iterator[Place]:
    """Every place in plain values, the whole left out."""
    below: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in below:
        yield (*here, key)
        yield from places(item, (*here, key))


PLACES = {name: list(places(plain(name))) for name in BOTH}


def holder(value: Any, place: Place) -> Any:
    """What holds the last key of a place."""
    for key in place[:-1]:
        value = value[key]
    return value


@pytest.mark.parametrize("name", BOTH)
def test_dumped_and_loaded_it_is_the_same(name: str) -> None:
    assert load(plain(name)) == (programme(name), [])


@pytest.mark.parametrize("name", BOTH)
@given(data=st.data())
@modest
def test_a_spoilt_programme_gives_faults_or_a_programme_that_works(name: str, data: st.DataObject) -> None:
    spoilt = plain(name)
    place = data.draw(st.sampled_from(PLACES[name]))
    where = holder(spoilt, place)
    deed = data.draw(st.sampled_from(["drop", "replace", "double", "swap"]))
    if deed == "drop":
        del where[place[-1]]
    elif deed == "replace":
        where[place[-1]] = data.draw(st.one_of(json_values, st.integers(0, 10**6), st.dates()))
    elif deed == "double" and isinstance(where, list):
        where.insert(0, copy.deepcopy(where[place[-1]]))
    else:
        other = data.draw(st.sampled_from(PLACES[name]))
        where[place[-1]] = copy.deepcopy(holder(plain(name), other)[other[-1]])
    made, faults = load(spoilt)
    assert (made is None) is bool(faults)
    assert all(fault.message for fault in faults)
    if made is not None:
        assert load(dump(made)) == (made, [])
        examine(made, SOUND[name], LAST_DAY[name])


@given(json_values)
@modest
def test_anything_at_all_is_no_programme_but_faults(value: object) -> None:
    made, faults = load(value)
    assert made is None
    assert faults


def faults_of(spoilt: dict[str, Any]) -> list[str]:
    made, faults = load(spoilt)
    assert made is None
    return [fault.path for fault in faults]


def test_an_unknown_clause() -> None:
    spoilt = plain(LANGFANG)
    spoilt["conditions"][2]["clause"] = "通知九"
    assert faults_of(spoilt) == ["conditions[2].clause"]


def test_a_clause_that_nothing_carries() -> None:
    spoilt = plain(LANGFANG)
    spoilt["clauses"].append({"number": "通知七", "says": "多出来的一条"})
    assert faults_of(spoilt) == [f"clauses[{len(spoilt['clauses']) - 1}]"]
    spoilt["clauses"][-1]["people"] = "由人办"
    assert load(spoilt)[1] == []
    spoilt["clauses"][-1] = {"number": "通知七", "says": "多出来的一条", "later": "以后"}
    assert load(spoilt)[1] == []


@pytest.mark.parametrize(
    "key", ["papers", "calendar", "recommenders", "routes", "deliverables", "outline", "clauses", "sections"]
)
def test_what_is_there_twice(key: str) -> None:
    spoilt = plain(KAIFENG)
    spoilt[key].append(copy.deepcopy(spoilt[key][0]))
    assert f"{key}[{len(spoilt[key]) - 1}]" in faults_of(spoilt)


def test_a_question_asked_twice_and_a_condition_named_twice() -> None:
    spoilt = plain(KAIFENG)
    spoilt["sections"][1]["fields"].append(copy.deepcopy(spoilt["sections"][0]["fields"][0]))
    last = len(spoilt["sections"][1]["fields"]) - 1
    assert faults_of(spoilt) == [f"sections[1].fields[{last}].key"]
    spoilt = plain(KAIFENG)
    spoilt["exclusions"][0]["id"] = spoilt["conditions"][0]["id"]
    assert faults_of(spoilt) == ["exclusions[0].id"]


def rule(**term: Any) -> dict[str, Any]:
    return {"id": "new", "level": "should", "says": "新的", "clause": "附件1", "term": term}


@pytest.mark.parametrize(
    ("term", "path"),
    [
        ({"term": "count", "of": "nobody", "at_least": "1"}, "term"),
        ({"term": "count", "of": "members.nobody", "at_least": "1"}, "term"),
        ({"term": "count", "of": "studio_name", "at_least": "1"}, "term"),
        ({"term": "running", "since": "studio_name", "years": 1, "on": "hand_in"}, "term"),
        ({"term": "running", "since": "leader_born", "years": 1, "on": "hand_in"}, "term"),
        ({"term": "running", "since": "founded_on", "years": 1, "on": "review"}, "term"),
        ({"term": "running", "since": "founded_on", "years": 1, "on": "unheard"}, "term"),
        ({"term": "running", "since": "founded_on", "years": 9000, "on": "hand_in"}, "term.years"),
        (
            {"term": "prior_title", "by": "recognised_by", "since": "founded_on", "years": 101, "on": "hand_in"},
            "term.years",
        ),
        ({"term": "length", "of": "member_count", "at_least": 1}, "term"),
        ({"term": "share", "of": "studio_name", "column": "x", "among": ["甲"], "at_least": "0.5"}, "term"),
        ({"term": "share", "of": "members", "column": "post", "among": ["甲"], "at_least": "1.5"}, "term.at_least"),
        ({"term": "honour", "of": "leader_honour_items", "honours": ["劳模"], "tier": "市"}, "term.tier"),
        ({"term": "sum", "parts": ["funding_total"], "total": "member_count"}, "term"),
        ({"term": "sum", "parts": [], "total": "member_count"}, "term.parts"),
        ({"term": "not", "of": {"term": "given", "of": "nobody"}}, "term"),
    ],
)
def test_a_term_that_does_not_fit_the_form(term: dict[str, Any], path: str) -> None:
    spoilt = plain(KAIFENG)
    spoilt["checks"].append(rule(**term))
    assert set(faults_of(spoilt)) == {f"checks[{len(spoilt['checks']) - 1}].{path}"}


def test_currencies_are_never_added() -> None:
    spoilt = plain(LANGFANG)
    spoilt["checks"].append(rule(term="row_sum", of="benefit", parts=["revenue", "foreign_usd"], total="total"))
    spoilt["checks"][-1]["clause"] = "附件"
    assert faults_of(spoilt) == [f"checks[{len(spoilt['checks']) - 1}].term"]


@pytest.mark.parametrize(
    ("place", "value", "path"),
    [
        (("hand_in",), "review", "hand_in"),
        (("hand_in",), "unheard", "hand_in"),
        (("deliverables", 0, "paper"), "unheard", "deliverables[0].paper"),
        (("routes", 1, "quota_of"), "unheard", "routes[1].quota_of"),
        (("conditions", 0, "field"), "unheard", "conditions[0].field"),
        (("papers", 0, "cells", 0, "key"), "unheard", "papers[0].cells[0]"),
        (("papers", 0, "cells", 0, "key"), "leader_honour_items", "papers[0].cells[0]"),
        (("papers", 0, "cells", 0, "at"), "甲1", "papers[0].cells[0].at"),
        (("papers", 0, "file"), "../x.docx", "papers[0].file"),
        (("papers", 0, "file"), "x.doc", "papers[0].file"),
        (("papers", 1, "columns", 1, "key"), "unheard", "papers[1].columns[1].key"),
        (("papers", 1, "columns", 1, "at"), "1", "papers[1].columns[1].at"),
        (("papers", 1, "heading"), 9, "papers[1].columns"),
        (("recommenders", 0, "each", "about"), 3, "recommenders[0].each.about"),
        (("calendar", 0, "closes"), "02-30", "calendar[0].closes"),
        (("workflow", "steps", 0, "to"), "unheard", "workflow.steps[0]"),
        (("workflow", "states", 0, "id"), "unheard", "workflow.states[0]"),
        (("notice", "issued_on"), "2024-11-06", "notice.issued_on"),
        (("notice", "contacts", 0, "phone"), 25665219, "notice.contacts[0].phone"),
        (("sections", 0, "fields", 0, "type"), "texts", "sections[0].fields[0].type"),
        (("outline", 0, "proofs"), [], "outline[0].proofs"),
    ],
)
def test_a_reference_or_a_value_that_is_wrong(place: Place, value: object, path: str) -> None:
    spoilt = plain(KAIFENG)
    holder(spoilt, place)[place[-1]] = value
    assert path in faults_of(spoilt)


def test_a_day_of_several_leaders_cannot_be_reckoned_with_or_cut_into_parts() -> None:
    spoilt = plain(KAIFENG)
    spoilt["papers"][0]["cells"].append({"at": "T1R99C1", "blanks": "{leader_born.year}年{leader_born.month}月"})
    last = len(spoilt["papers"][0]["cells"]) - 1
    assert set(faults_of(spoilt)) == {f"papers[0].cells[{last}]"}


def test_rules_that_no_notice_has_cannot_stop() -> None:
    spoilt = plain(KAIFENG)
    spoilt["checks"][-1]["level"] = "must"
    assert faults_of(spoilt) == [f"checks[{len(spoilt['checks']) - 1}].level"]


def test_a_leap_day_as_deadline_in_a_year_without_one_is_a_fault() -> None:
    spoilt = plain(LANGFANG)
    spoilt["calendar"][0]["closes"] = "02-29"
    assert "hand_in" in faults_of(spoilt)
    spoilt["notice"]["issued_on"] = date(2020, 1, 1)
    made, faults = load(spoilt)
    assert faults == []
    assert made is not None
    assert made.deadline() == date(2020, 2, 29)
