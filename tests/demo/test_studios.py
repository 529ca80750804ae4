"""The invented studios: their forms have nothing that stops, and nobody in them is real."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from jiangfang.core.answers import check_answers
from jiangfang.demo.cast import CITIES
from jiangfang.demo.plans import PLANS
from jiangfang.demo.studios import STUDIOS, filled
from jiangfang.documents.folder import load_folder, shipped

DAY = date(2026, 2, 28)


@pytest.mark.parametrize("programme", [city.programme for city in CITIES])
def test_every_studio_can_be_filled_in(programme: str) -> None:
    loaded, _ = load_folder(shipped() / programme)
    assert loaded is not None
    fields = loaded.programme.fields
    ours = {field.key for field in fields if field.by == "unit"}
    names = set()
    for number, studio in enumerate(STUDIOS.values()):
        answers = filled(programme, studio, "示例单位", "制造业", number, DAY)
        assert set(answers) <= ours
        assert [one.message for one in check_answers(fields, answers).problems] == []
        names.add(answers["studio_name"])
        said = json.dumps(answers, ensure_ascii=False)
        assert not re.search(r"2019|1[3-9]\d{9}", said)
        assert set(re.findall(r"\d{4}-\d{7}", said)) == set(re.findall(r"0000-\d{7}", said))
    assert len(names) == len(STUDIOS)


def test_the_plans_name_what_is_there() -> None:
    for city in CITIES:
        keys = {body.key for body in city.bodies}
        units = {unit.key: unit for unit in city.units}
        assert {unit.below for unit in city.units} <= {*keys, ""}
        assert len(keys | set(units)) == len(city.bodies) + len(city.units)
        assert len(city.accounts()) <= len(city.names)
        for plan in PLANS[city.key]:
            assert not units[plan.unit].nobody
            assert plan.studio in STUDIOS
            assert plan.through in {*keys, ""}
