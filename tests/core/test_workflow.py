"""The table of steps: only known states, always a way to an end, and back to where it was sent from."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangfang.core.fields import Origin
from jiangfang.core.problems import Refused
from jiangfang.core.workflow import BACK, Position, State, Step, Workflow
from tests.core.making import BOTH, KAIFENG, LANGFANG, codes, modest, programme

ROLES = ("unit", "unit_union", "recommender", "city", "group", "experts", "nobody")
ROUTES = [(LANGFANG, "county"), (LANGFANG, "direct"), *((KAIFENG, route) for route in ("county", "industry", "organs"))]
SMALL = Workflow(
    (State("draft", "填写中"), State("sent", "已交"), State("returned", "退回"), State("done", "已完", final=True)),
    (
        Step("send", "提交", ("unit",), ("draft",), "sent", clause="通知一"),
        Step("return", "退回", ("city",), ("sent",), "returned", returns=True, clause="通知一"),
        Step("resend", "再交", ("unit",), ("returned",), BACK, clause="通知一"),
        Step("finish", "办结", ("city",), ("sent",), "done", clause="通知二"),
    ),
)


def reachable(table: Workflow, start: Position, route: str) -> set[Position]:
    """Every position that some deeds of some roles lead to on a route."""
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for role in ROLES:
            for step in table.open_to(here, role, route):
                there = table.move(here, step.deed, role, route)
                if there not in seen:
                    seen.add(there)
                    waiting.append(there)
    return seen


def finals(table: Workflow) -> set[str]:
    return {state.id for state in table.states if state.final}


@pytest.mark.parametrize(("name", "route"), ROUTES)
@given(deeds=st.lists(st.tuples(st.integers(0, 40), st.sampled_from(ROLES)), max_size=40))
@modest
def test_any_deeds_by_any_roles_stay_in_known_states(name: str, route: str, deeds: list[tuple[int, str]]) -> None:
    table = programme(name).workflow
    known = {state.id for state in table.states}
    here = table.start()
    for number, role in deeds:
        step = table.steps[number % len(table.steps)]
        allowed = any(found.deed == step.deed for found in table.open_to(here, role, route))
        try:
            there = table.move(here, step.deed, role, route)
        except Refused as no:
            assert not allowed
            assert codes(no.problems) == [("not_now", "error")]
            assert "现在是“" in no.problems[0].message
            continue
        assert allowed
        assert there.state in known
        assert there.sent_from in known | {""}
        if here.state in finals(table):
            pytest.fail(f"{step.deed} leads out of {here.state}")
        here = there


@pytest.mark.parametrize(("name", "route"), ROUTES)
def test_from_everywhere_there_is_a_way_to_an_end_and_to_the_good_one(name: str, route: str) -> None:
    table = programme(name).workflow
    for position in reachable(table, table.start(), route):
        ends = {there.state for there in reachable(table, position, route)} & finals(table)
        assert position.state in finals(table) or "named" in ends, position


@pytest.mark.parametrize("name", BOTH)
def test_the_routes_here_are_all_and_together_reach_every_state(name: str) -> None:
    made = programme(name)
    routes = [route.id for route in made.routes]
    assert [(name, route) for route in routes] == [pair for pair in ROUTES if pair[0] == name]
    met = {there.state for route in routes for there in reachable(made.workflow, made.workflow.start(), route)}
    assert met == {state.id for state in made.workflow.states}


def test_who_applies_directly_skips_the_recommender_and_nobody_else_can() -> None:
    table = programme(LANGFANG).workflow
    direct = {there.state for there in reachable(table, table.start(), "direct")}
    assert "recommended" not in direct
    assert {"handed_in", "named"} <= direct
    with pytest.raises(Refused):
        table.move(Position("endorsed"), "apply_directly", "unit", "county")
    assert table.move(Position("endorsed"), "apply_directly", "unit", "direct") == Position("handed_in")


def test_a_recommender_has_no_say_over_who_applies_directly() -> None:
    table = programme(LANGFANG).workflow
    for position in reachable(table, table.start(), "direct"):
        assert table.open_to(position, "recommender", "direct") == [], position


@pytest.mark.parametrize(("name", "route"), ROUTES)
def test_what_is_sent_back_comes_back_to_where_it_was_sent_from(name: str, route: str) -> None:
    table = programme(name).workflow
    tried = set()
    for here in reachable(table, table.start(), route):
        for role in ROLES:
            for step in table.open_to(here, role, route):
                if step.returns:
                    sent = table.move(here, step.deed, role, route)
                    assert table.move(sent, "resubmit", "unit", route) == Position(here.state)
                    tried.add((here.state, role))
    always = {("submitted", "unit_union"), ("handed_in", "city"), ("received", "city")}
    assert tried >= always
    assert route == "direct" or tried - always == {("endorsed", "recommender"), ("recommended", "recommender")}


@pytest.mark.parametrize(("name", "route"), ROUTES)
def test_only_who_may_does(name: str, route: str) -> None:
    table = programme(name).workflow
    assert [step.deed for step in table.open_to(table.start(), "unit", route)] == ["submit", "withdraw"]
    assert table.open_to(table.start(), "city", route) == []
    assert table.open_to(Position("named"), "city", route) == []
    with pytest.raises(Refused) as no:
        table.move(Position("endorsed"), "recommend", "unit", route)
    assert codes(no.value.problems) == [("not_now", "error")]


def test_a_refusal_names_the_state_the_deed_and_its_clause() -> None:
    with pytest.raises(Refused) as no:
        SMALL.move(SMALL.start(), "finish", "city", "")
    assert no.value.problems[0].message == "现在是“填写中”，不能办结"
    assert no.value.problems[0].clause == "通知二"
    with pytest.raises(Refused, match="不能unheard"):
        SMALL.move(Position("sent"), "unheard", "city", "")


def test_back_without_having_been_sent_is_the_beginning() -> None:
    assert SMALL.move(Position("returned"), "resend", "unit", "") == SMALL.start()
    assert SMALL.move(Position("returned", "sent"), "resend", "unit", "") == Position("sent")


def test_what_the_next_deed_brings_forgets_the_return() -> None:
    returned = SMALL.move(Position("sent"), "return", "city", "")
    assert returned == Position("returned", "sent")
    assert SMALL.move(SMALL.move(returned, "resend", "unit", ""), "finish", "city", "") == Position("done")


def test_a_sound_table_has_no_fault() -> None:
    assert list(SMALL.faults()) == []


@pytest.mark.parametrize(
    ("table", "places"),
    [
        (Workflow((), ()), ["states"]),
        (replace(SMALL, states=(*SMALL.states, State("lost", "没人到"))), ["states[4]", "states[4]"]),
        (replace(SMALL, states=(*SMALL.states, State("lost", "没人到", final=True))), ["states[4]"]),
        (replace(SMALL, steps=(*SMALL.steps, replace(SMALL.steps[0], to="moon"))), ["steps[4]"]),
        (replace(SMALL, steps=(*SMALL.steps, replace(SMALL.steps[0], source=("moon",)))), ["steps[4]"]),
        (replace(SMALL, states=(*SMALL.states[:3], State("done", "已完"))), ["states[3]"]),
    ],
)
def test_faults_of_a_table(table: Workflow, places: list[str]) -> None:
    assert [place for place, _ in table.faults()] == places


def test_faults_of_a_step() -> None:
    assert [place for place, _ in replace(SMALL.steps[0], by=(), clause="").faults()] == ["clause", "by"]
    assert list(replace(SMALL.steps[0], clause="", origin=Origin.PRACTICE, why="惯例").faults()) == []
