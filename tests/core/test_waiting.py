"""Who has to do something with an application in each state of the shipped tables."""

import pytest

from jiangfang.core.waiting import awaited, waits_for
from tests.documents.samples import folder_of


@pytest.mark.parametrize(
    ("programme", "route", "state", "roles"),
    [
        ("langfang-2019", "county", "draft", ("unit",)),
        ("langfang-2019", "county", "submitted", ("unit_union",)),
        ("langfang-2019", "county", "endorsed", ("recommender",)),
        ("langfang-2019", "direct", "endorsed", ("unit",)),
        ("langfang-2019", "county", "recommended", ("recommender",)),
        ("langfang-2019", "county", "handed_in", ("city",)),
        ("langfang-2019", "county", "reviewed", ("group",)),
        ("kaifeng-2024", "industry", "returned", ("unit",)),
        ("kaifeng-2024", "industry", "withdrawn", ()),
        ("third-2026", "by-township", "at_township", ("recommender",)),
    ],
)
def test_who_is_waited_for(programme: str, route: str, state: str, roles: tuple[str, ...]) -> None:
    assert waits_for(folder_of(programme).programme.workflow, state, route) == roles


@pytest.mark.parametrize(
    ("state", "role", "deeds"),
    [
        ("draft", "unit", ("submit",)),
        ("submitted", "unit", ()),
        ("endorsed", "recommender", ("recommend",)),
        ("returned", "unit", ("resubmit",)),
        ("named", "city", ()),
    ],
)
def test_what_is_waited_for(state: str, role: str, deeds: tuple[str, ...]) -> None:
    assert awaited(folder_of("kaifeng-2024").programme.workflow, state, role, "county") == deeds


@pytest.mark.parametrize("programme", ["langfang-2019", "kaifeng-2024", "third-2026"])
def test_everything_that_did_not_end_waits_for_somebody(programme: str) -> None:
    made = folder_of(programme).programme
    for state in made.workflow.states:
        waited = any(waits_for(made.workflow, state.id, route.id) for route in made.routes)
        assert waited != state.final
