"""A state is marked alike wherever it is shown."""

from __future__ import annotations

import pytest

from jiangfang.core.states import shown
from jiangfang.core.workflow import BACK, State, Step, Workflow
from tests.core.making import BOTH, programme

UNIT, UNION, BODY, CITY = ("unit",), ("unit_union",), ("recommender",), ("city",)
STATES = ("draft", "signing", "signed", "recommended", "handed", "named", "back", "refused", "gone")
WORKFLOW = Workflow(
    tuple(State(name, f"状态{name}", name in ("named", "refused", "gone")) for name in STATES),
    (
        Step("submit", "提交", UNIT, ("draft",), "signing"),
        Step("endorse", "签", UNION, ("signing",), "signed"),
        Step("recommend", "推荐", BODY, ("signed",), "recommended", routes=("through",)),
        Step("apply_directly", "报送", UNIT, ("signed",), "handed", routes=("direct",)),
        Step("unrecommend", "撤回推荐", BODY, ("recommended",), "signed"),
        Step("hand_in", "报送", BODY, ("recommended",), "handed"),
        Step("return", "退回", CITY, ("handed",), "back", returns=True),
        Step("resubmit", "再交", UNIT, ("back",), BACK),
        Step("name", "命名", CITY, ("handed",), "named"),
        Step("reject", "不予命名", CITY, ("handed",), "refused"),
        Step("withdraw", "撤回", UNIT, ("draft", "recommended"), "gone"),
    ),
)
KINDS = {
    **dict.fromkeys(("draft", "signing", "signed", "refused", "gone"), "idle"),
    **dict.fromkeys(("recommended", "handed", "named"), "good"),
    "back": "warn",
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_one_mark(state: str) -> None:
    found = [shown(WORKFLOW, state, route) for route in ("through", "direct")]
    assert {(one.title, one.kind) for one in found} == {(f"状态{state}", KINDS[state])}


def test_a_state_that_nobody_knows_is_called_by_its_name() -> None:
    assert (shown(WORKFLOW, "other", "through").title, shown(WORKFLOW, "other", "through").kind) == ("other", "idle")


@pytest.mark.parametrize("name", BOTH)
def test_every_notice_has_all_three_marks(name: str) -> None:
    workflow = programme(name).workflow
    kinds = {state.id: shown(workflow, state.id, "").kind for state in workflow.states}
    assert set(kinds.values()) == {"good", "warn", "idle"}
    assert kinds[workflow.start().state] == "idle"
    assert kinds["named"] == "good"
