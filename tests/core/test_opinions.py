"""Opinions in their order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.definition.programme import Programme
from jiangfang.core.opinions import LONGEST, Given, Standing, chain, first_not_holding, may_give, standing
from jiangfang.core.problems import Problem
from jiangfang.documents.folder import load_folder, shipped
from tests.core.making import modest
from tests.documents.samples import folder_of

DAY = date(2024, 11, 10)


def programme(name: str) -> Programme:
    folder, _ = load_folder(shipped() / name)
    assert folder is not None
    return folder.programme


def tried(
    role: str,
    given: dict[str, Given],
    *,
    version: int = 0,
    text: str = "同意",
    day: date = DAY,
    name: str = "kaifeng-2024",
) -> list[Problem]:
    fields = chain(programme(name), "county")
    return may_give(fields, role, given, version, text=text, day=day, today=DAY)


@pytest.mark.parametrize(
    ("name", "route", "roles"),
    [
        ("kaifeng-2024", "county", ["unit_union", "recommender"]),
        ("langfang-2019", "county", ["unit_union", "recommender", "city"]),
        ("langfang-2019", "direct", ["unit_union", "city"]),
        ("third-2026", "by-township", ["recommender", "city"]),
        ("kaifeng-2024", "nowhere", []),
    ],
)
def test_the_chain_of_a_route(name: str, route: str, roles: list[str]) -> None:
    assert [field.by for field in chain(folder_of(name).programme, route)] == roles


def test_none_before_the_one_ahead() -> None:
    (problem,) = tried("recommender", {})
    assert (problem.code, problem.clause) == ("not_now", "附件1")
    assert problem.message == "所在单位工会意见还没有签，推荐单位才能签意见（附件1）"
    assert tried("recommender", {"unit_union": Given(3, DAY)}, version=3) == []


def test_a_void_one_ahead_has_to_be_given_again() -> None:
    (problem,) = tried("recommender", {"unit_union": Given(3, DAY)}, version=4)
    assert "失效" in problem.message


def test_none_is_dated_before_the_one_ahead_or_after_today() -> None:
    (early,) = tried("recommender", {"unit_union": Given(3, DAY)}, day=DAY - timedelta(days=1))
    (late,) = tried("unit_union", {}, day=DAY + timedelta(days=1))
    assert (early.code, early.where, late.code) == ("bad_date", "opinion_recommender.date", "bad_date")


@pytest.mark.parametrize(("text", "code"), [("", "missing"), (" \n", "missing"), ("字" * (LONGEST + 1), "too_long")])
def test_an_opinion_says_something_that_fits(text: str, code: str) -> None:
    (problem,) = tried("unit_union", {}, text=text)
    assert (problem.code, problem.where) == (code, "opinion_unit_union.text")


def test_a_role_without_a_box_gives_none() -> None:
    (problem,) = tried("group", {})
    assert problem.code == "not_now"


@modest
@given(st.integers(0, 9), st.integers(0, 9))
def test_an_opinion_holds_until_the_answers_of_weight_change(version: int, material: int) -> None:
    assert (standing(Given(version, DAY), material) is Standing.HOLDS) == (version >= material)
    assert standing(None, material) is Standing.NONE


@modest
@given(st.dictionaries(st.sampled_from(["unit_union", "recommender", "city"]), st.integers(0, 5)), st.integers(0, 5))
def test_nobody_passes_one_that_does_not_hold(versions: dict[str, int], material: int) -> None:
    fields = chain(programme("langfang-2019"), "county")
    there = {role: Given(version, DAY) for role, version in versions.items()}
    waiting = first_not_holding(fields, there, material)
    for place, field in enumerate(fields):
        free = not may_give(fields, field.by, there, material, text="同意", day=DAY, today=DAY)
        assert free == (waiting is None or place <= fields.index(waiting))
