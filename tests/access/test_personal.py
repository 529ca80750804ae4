"""Who sees phone, birth, political status: no list shows them, and whoever opens them is noted as one who looked.

Every page of the table is opened by everybody who may. Where a personal value of the first city's applications stands
on it, somebody beside their unit was noted as having looked at that application on that day, and it is no list; an
auditor and an administrator never meet one.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from jiangfang.core.definition.programme import Programme
from jiangfang.core.people import Role
from jiangfang.records.journal.models import Look
from jiangfang.records.programmes import queries as programmes
from jiangfang.stages.announce.queries import days
from jiangfang.stages.apply.models import Application
from tests.access.table import Row
from tests.access.test_inside import NOTHING, VISITING, said, say_of, shown_to
from tests.access.two_cities import Place
from tests.access.walking import address, knocking

SECRETS = {"leader_phone": "0000-0000777", "leader_political_status": "隐密党派", "operator_phone": "0000-0000888"}
BORN, SPOKEN = "1961-07", ("1961-07", "1961年7月", "1961.07")
WORDS = (*SECRETS.values(), *SPOKEN)
SEEING = (Role.UNIT_UNION, Role.RECOMMENDER, Role.CITY)
BLIND = (Role.AUDITOR, Role.ADMIN)


def tell(place: Place) -> None:
    """The values, in everything that was handed in and in the draft."""
    for found in Application.objects.filter(round__federation=place.city.federation):
        answers = json.loads(found.answers)
        if answers.get("members"):
            answers |= {
                "leader_born": BORN,
                "members": [{**row, "born": BORN} for row in answers["members"]],
                **SECRETS,
            }
        Application.objects.filter(pk=found.pk).update(answers=json.dumps(answers))


def met(place: Place, role: Role, row: Row) -> tuple[list[str], int]:
    """The values that stand on a page, and at how many applications somebody was noted to have looked by opening it."""
    hat = place.visitor(role)
    with knocking(hat) as client:
        before = Look.objects.filter(person_id=hat.person_id, subject_kind="application").count()
        page = said(client.get(address(row, place))) or ""
        after = Look.objects.filter(person_id=hat.person_id, subject_kind="application").count()
    return [word for word in WORDS if word in page], after - before


def programme_with(place: Place, monkeypatch: pytest.MonkeyPatch, **other: Any) -> Programme:
    """The programme of the first city, said otherwise."""
    revision = place.city.revision
    opened = programmes.programme(revision)
    changed = replace(opened, programme=replace(opened.programme, **other))
    monkeypatch.setitem(programmes._opened, revision.digest, changed)
    monkeypatch.setattr(days, "_in_rounds", {})
    return changed.programme


@pytest.mark.parametrize("role", SEEING)
def test_whoever_meets_a_personal_value_was_noted(role: Role, place: Place) -> None:
    tell(place)
    wrong, opened = [], 0
    for row in shown_to(role):
        words, looks = met(place, role, row)
        opened += bool(words)
        if words and (row.lists or not looks):
            wrong.append(f"{row}: {words}, {looks} looks")
    assert wrong == []
    assert opened > 2  # the form, the paper, the comparison


@pytest.mark.parametrize("role", BLIND)
def test_who_is_to_see_none_meets_none(role: Role, place: Place) -> None:
    tell(place)
    found = {str(row): met(place, role, row) for row in shown_to(role)}
    assert {row: (words, looks) for row, (words, looks) in found.items() if words or looks} == {}


def test_the_unit_sees_its_own_and_is_not_noted(place: Place) -> None:
    tell(place)
    found = [met(place, Role.UNIT, row) for row in shown_to(Role.UNIT)]
    assert any(set(SECRETS.values()) <= set(words) for words, _ in found)
    assert sum(looks for _, looks in found) == 0


@pytest.mark.parametrize("role", [Role.UNIT_UNION, Role.RECOMMENDER])
def test_a_programme_says_who_sees_them(role: Role, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    programme_with(place, monkeypatch, personal_for=("city",))
    tell(place)
    found = {str(row): met(place, role, row) for row in shown_to(role)}
    assert {row: (words, looks) for row, (words, looks) in found.items() if words or looks} == {}
    assert met(place, Role.CITY, next(row for row in shown_to(Role.CITY) if row.view == "apply:read"))[1] == 1


@pytest.mark.parametrize("role", VISITING)
def test_no_list_shows_a_leader_whose_name_is_personal(
    role: Role, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who sees none finds nobody by it either."""
    plan = programmes.programme(place.city.revision).programme
    sections = tuple(
        replace(one, fields=tuple(replace(f, personal=f.personal or f.key == "leader_name") for f in one.fields))
        for one in plan.sections
    )
    programme_with(place, monkeypatch, sections=sections)
    name = "隐密领衔人"
    Application.objects.filter(round__federation=place.city.federation).update(leader_name=name)
    wrong = []
    with knocking(place.visitor(role)) as client:
        for row in (one for one in shown_to(role) if one.lists and role is not Role.UNIT):
            there = address(row, place)
            if name in (said(client.get(there)) or ""):
                wrong.append(f"{row} shows it")
            for box in ("find", "q") if role in BLIND else ():
                if say_of(client, there, box, name) != say_of(client, there, box, NOTHING):
                    wrong.append(f"{row} finds by it")
    assert wrong == []


def test_an_excel_with_phones_is_a_look_at_each_and_without_is_none(place: Place) -> None:
    tell(place)
    with knocking(place.city.clerk) as client:
        plain = said(client.get("/applications/excel/"))
        assert plain and not [word for word in WORDS if word in plain]
        looks = Look.objects.filter(person_id=place.city.clerk.person_id).count()
        full = said(client.get("/applications/excel/", {"personal": "1"}))
        assert full and SECRETS["leader_phone"] in full
        rows = Application.objects.filter(round__federation=place.city.federation, submitted_at__isnull=False)
        assert Look.objects.filter(person_id=place.city.clerk.person_id).count() == looks + rows.count()
