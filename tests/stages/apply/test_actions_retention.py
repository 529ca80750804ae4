"""Retention: what falls due goes from everywhere and leaves its trail; the database lets nothing else go."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from jiangfang.core.people import Role
from jiangfang.core.retention import Group, Retention
from jiangfang.records.journal import queries as journal
from jiangfang.records.journal.models import Secret
from jiangfang.records.messages.models import Message
from jiangfang.stages.apply import actions, forgetting, queries, retention
from jiangfang.stages.apply.jobs import tell_due
from jiangfang.stages.apply.models import Application, Change, Filing, Forgotten, Opinion, Terms
from tests.stages.apply.desk import ATTESTED, endorsed, filled, fresh, started, submitted
from tests.stages.apply.retaining import SECRETS, YEARS, forget, set_terms, told, withdrawn, years_later
from tests.stages.apply.trying import problems
from tests.stages.world import LANGFANG, PROGRAMMES, World, moment, world

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def city() -> World:
    return world(programme=LANGFANG)


def everything(application: Application) -> str:
    """All that the database holds of an application."""
    tables: dict[str, tuple[str, Any]] = {
        "apply_application": ("id", application.pk),
        "apply_change": ("application_id", application.pk),
        "apply_filing": ("application_id", application.pk),
        "journal_entry": ("subject_id", str(application.pk)),
    }
    found = []
    with connection.cursor() as cursor:
        for table, (column, value) in tables.items():
            cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s", [value])
            found.append(repr(cursor.fetchall()))
        cursor.execute("SELECT value FROM journal_secret")
        found.append(repr(cursor.fetchall()))
    return "\n".join(found)


def due(city: World, at: Any = None) -> list[int]:
    terms = retention.terms_of(city.round, retention.own_terms(city.round))
    today = (at or years_later(city)).date()
    return list(retention.in_part(city.round, terms, today, retention.DUE).values_list("pk", flat=True))


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_what_is_personal_goes_from_everywhere_and_the_trail_stays(programme: str) -> None:
    city = world(programme=programme)
    found = endorsed(city, **(told() if programme != "third-2026" else {"leader_phone": SECRETS[0]}))
    secrets = SECRETS if programme != "third-2026" else SECRETS[:1]
    before = everything(found)
    assert all(secret in before for secret in secrets)
    kept = [model.objects.count() for model in (Change, Filing, Opinion)]
    deltas = list(Change.objects.order_by("pk").values_list("version", "at", "who", "delta"))
    set_terms(city)
    (made,) = forget(city, found)
    after = everything(found)
    assert [secret for secret in secrets if secret in after] == []
    assert [model.objects.count() for model in (Change, Filing, Opinion)] == kept
    assert list(Change.objects.order_by("pk").values_list("version", "at", "who", "delta")) == deltas
    now = fresh(found)
    was = (found.version, found.material_version, found.state, found.number, found.studio_name)
    assert (now.version, now.material_version, now.state, now.number, now.studio_name) == was
    assert queries.forgotten(now) == made
    assert (made.values > 0, made.reason, made.who) == (True, "保存期满", city.clerk.person.name)
    assert journal.verify(city.federation.pk) == []
    last = journal.history(city.federation.pk, "application", str(found.pk))[-1]
    assert (last.deed, last.actor.name) == ("application.forgotten", city.clerk.person.name)
    assert last.after == {"reason": "保存期满", "values": made.values, "files": 0}
    assert not Secret.objects.filter(entry__subject_kind="application", value__isnull=False).exists()


def test_the_form_printed_afterwards_has_blanks_and_the_rest(city: World) -> None:
    found = submitted(city, **told())
    paper = queries.papers(found)[0]
    set_terms(city)
    forget(city, found)
    with zipfile.ZipFile(io.BytesIO(queries.filled_paper(fresh(found), paper))) as package:
        text = package.read("word/document.xml").decode()
    assert found.studio_name in text
    assert [secret for secret in (SECRETS[0], "1961年7月", SECRETS[2]) if secret in text] == []


def test_nothing_is_missing_because_it_was_let_go(city: World) -> None:
    found = submitted(city, **told())
    before = {(one.code, one.where) for one in queries.problems(found, city.today)}
    set_terms(city)
    forget(city, found)
    after = {(one.code, one.where) for one in queries.problems(fresh(found), city.today)}
    assert {one for one in after - before if one[0] == "missing"} == set()


def test_versions_compare_as_before_where_nothing_personal_was(city: World) -> None:
    found = filled(city, started(city), **told(leader_name="张示例"))
    first = found.version
    section = next(
        one.id
        for one in queries.programme_of(found).programme.sections
        if "leader_name" in {field.key for field in one.fields}
    )
    typed = {"leader_name": "李示例", "leader_phone": "0000-0000888"}
    actions.save_section(
        application=found, section=section, typed=typed, base=first, hat=city.hat(Role.UNIT), at=city.at
    )
    set_terms(city)
    forget(city, fresh(found))
    now = fresh(found)
    assert queries.changed_since(now, first) == ["leader_name", "leader_phone"]
    was = queries.before(now, first, ["leader_name", "leader_phone"])
    assert was == {"leader_name": ["张示例", None], "leader_phone": [None, None]}


def test_nobody_writes_into_it_any_more(city: World) -> None:
    draft, handed = filled(city, started(city), **told()), submitted(city, **told())
    set_terms(city)
    forget(city, draft, handed)
    later = years_later(city)
    typed: dict[str, Any] = {"base": draft.version, "hat": city.hat(Role.UNIT), "at": later}
    section = queries.programme_of(draft).programme.sections[0].id
    (no,) = problems(lambda: actions.save_section(application=draft, section=section, typed={}, **typed))
    assert (no.code, "个人信息已经按期限删除" in no.message) == ("not_now", True)
    mended = {"key": "leader_phone", "typed": "0000-0000009", "reason": "错了", "hat": city.clerk, "at": later}
    (no,) = problems(lambda: actions.mend(application=handed, **mended))  # type: ignore[arg-type]
    assert "已经按期限删除" in no.message
    (no,) = problems(lambda: actions.submit(application=draft, attested=ATTESTED, hat=city.hat(Role.UNIT), at=later))
    assert "已经按期限删除" in no.message


def test_each_group_falls_due_in_its_time(city: World) -> None:
    draft, handed = filled(city, started(city)), submitted(city)
    gone = withdrawn(city, submitted(city))
    named = submitted(city)
    Application.objects.filter(pk=named.pk).update(state="named")
    assert due(city) == []
    set_terms(city)
    ends = retention.terms_of(city.round, retention.own_terms(city.round)).ends
    assert ends == retention.last_day(city.round)
    assert ends is not None
    assert due(city, moment(ends)) == []
    assert set(due(city, moment(ends.replace(year=ends.year + 1)))) == {draft.pk, gone.pk}
    assert set(due(city, moment(ends.replace(year=ends.year + 3)))) == {draft.pk, gone.pk, handed.pk}
    terms = retention.terms_of(city.round, retention.own_terms(city.round))
    counts = retention.counted(city.round, terms, ends.replace(year=ends.year + 1))
    assert counts == {"due": 2, "later": 1, "unset": 0, "done": 0}


def test_what_the_programme_says_counts_unless_the_office_says_otherwise(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = retention.programme_of(city.round)
    said = replace(own, retention=Retention(not_named=5, drafts=2, clause="通知六"))
    monkeypatch.setattr(retention, "programme_of", lambda round: said)
    assert dict(retention.terms_of(city.round, None).years) == {
        Group.NOT_NAMED: 5,
        Group.WITHDRAWN: None,
        Group.DRAFTS: 2,
    }
    set_terms(city, years={Group.NOT_NAMED: 1}, ends_on=retention.last_day(city.round))
    terms = retention.terms_of(city.round, retention.own_terms(city.round))
    assert dict(terms.years) == {Group.NOT_NAMED: 1, Group.WITHDRAWN: None, Group.DRAFTS: 2}


def test_what_is_not_due_stays_and_so_does_the_rest(city: World) -> None:
    """All of them or none."""
    draft, handed = filled(city, started(city), **told()), submitted(city, **told())
    set_terms(city)
    soon = years_later(city, 2)
    (no,) = problems(lambda: forget(city, draft, handed, at=soon))
    assert no.where == "chosen"
    assert (Forgotten.objects.count(), SECRETS[0] in everything(draft)) == (0, True)
    forget(city, draft, at=soon)
    (no,) = problems(lambda: forget(city, draft, at=soon))
    assert (no.where, Forgotten.objects.count()) == ("chosen", 1)


@pytest.mark.parametrize(
    ("other", "where"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "长" * 501}, "reason"),
        ({"hat": Role.AUDITOR}, ""),
        ({"hat": Role.ADMIN}, ""),
        ({"hat": Role.UNIT}, ""),
    ],
)
def test_only_a_clerk_with_a_reason(city: World, other: dict[str, Any], where: str) -> None:
    found = submitted(city, **told())
    set_terms(city)
    if "hat" in other:
        other = {"hat": city.hats.get(other["hat"].value) or city.hat(other["hat"])}
    (no,) = problems(lambda: forget(city, found, **other))
    assert (no.where, Forgotten.objects.count()) == (where, 0)


def test_nothing_and_too_much_at_once_are_refused(city: World) -> None:
    set_terms(city)
    for wanted in ([], list(range(1, 502))):
        (no,) = problems(
            lambda wanted=wanted: actions.forget(
                round=city.round, applications=wanted, reason="到期", hat=city.clerk, at=years_later(city)
            )
        )
        assert no.where == "chosen"


def test_another_city_forgets_nothing_here(city: World) -> None:
    found, other = submitted(city, **told()), world("示例乙", LANGFANG)
    set_terms(city)
    set_terms(other)
    assert problems(lambda: forget(city, found, hat=other.clerk))
    assert problems(lambda: forget(other, found))
    assert SECRETS[0] in everything(found)


def test_what_a_later_room_keeps_goes_with_it(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found, other = submitted(city, **told()), submitted(city)
    held = {found.pk: ["证书.pdf", "奖状.jpg"], other.pk: ["别的.pdf"]}
    kept = forgetting.Kept(
        "佐证材料",
        lambda ids: {pk: held[pk] for pk in ids if pk in held},
        lambda ids: {pk: len(held.pop(pk)) for pk in ids if pk in held},
    )
    monkeypatch.setattr(forgetting, "LATER", [kept])
    set_terms(city)
    terms = retention.terms_of(city.round, retention.own_terms(city.round))
    (row,) = retention.rows_of(city.round, terms, [found.pk])
    assert (row.files, row.kept) == (2, (("佐证材料", ("证书.pdf", "奖状.jpg")),))
    assert any("联系电话" in said for said in row.says)
    (made,) = forget(city, found)
    assert (made.files, held) == (2, {other.pk: ["别的.pdf"]})


def test_if_a_later_room_fails_nothing_is_gone(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(ids: Any) -> Any:
        raise RuntimeError

    found = submitted(city, **told())
    set_terms(city)
    monkeypatch.setattr(forgetting, "LATER", [forgetting.Kept("佐证材料", lambda ids: {}, breaks)])
    with pytest.raises(RuntimeError):
        forget(city, found)
    assert (Forgotten.objects.count(), SECRETS[0] in everything(found)) == (0, True)


# Saying for how long


@pytest.mark.parametrize(
    ("other", "where"),
    [
        ({"why": ""}, "why"),
        ({"years": {Group.DRAFTS: 101}}, "drafts"),
        ({"years": {Group.WITHDRAWN: -1}}, "withdrawn"),
        ({"ends_on": date(2019, 10, 30)}, "ends_on"),
        ({"ends_on": date(2101, 1, 1)}, "ends_on"),
        ({"years": {}}, ""),
    ],
)
def test_terms_that_nobody_means_are_refused(city: World, other: dict[str, Any], where: str) -> None:
    (no,) = problems(lambda: set_terms(city, **other))
    assert (no.where, Terms.objects.count()) == (where, 0)


def test_terms_are_kept_with_their_reason_and_journalled(city: World) -> None:
    set_terms(city)
    assert problems(lambda: set_terms(city))[0].code == "nothing_changed"
    set_terms(city, years={**YEARS, Group.DRAFTS: 2}, why="多留一年")
    kept = Terms.objects.get(round=city.round)
    assert (kept.drafts, kept.why, kept.who) == (2, "多留一年", city.clerk.person.name)
    last = journal.history(city.federation.pk, "round", str(city.round.pk))[-1]
    assert (last.deed, last.before["years_drafts"], last.after["years_drafts"]) == ("round.terms_set", 1, 2)
    assert problems(lambda: set_terms(city, hat=city.auditor))


# The guards


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("person", [True, False])
def test_the_database_lets_go_of_what_is_personal_and_of_nothing_else(city: World, person: bool) -> None:
    """Also of a saving by nobody in particular, whose person is null."""
    found = submitted(city, **told())
    if not person:
        last = Change.objects.filter(personal__isnull=False).latest("pk")
        Change.objects.create(
            application=found,
            version=999,
            at=city.at,
            who="示例",
            kind="fill",
            delta=last.delta,
            personal=last.personal,
        )
    mine = "version = 999" if not person else "personal IS NOT NULL"
    before = list(Change.objects.order_by("pk").values())
    for sets in (
        "personal = '{}'",
        "personal = personal",
        "delta = '{}'",
        "delta = '{}', personal = NULL",
        "version = version + 1000, personal = NULL",
        "who = 'x', personal = NULL",
        "reason = 'x', personal = NULL",
        "kind = 'mend', personal = NULL",
        "at = CURRENT_TIMESTAMP, personal = NULL",
        f"person_id = {'NULL' if person else city.clerk.person_id}, personal = NULL",
    ):
        refused(f"UPDATE apply_change SET {sets} WHERE {mine}")
    assert list(Change.objects.order_by("pk").values()) == before
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE apply_change SET personal = NULL WHERE {mine}")
    refused(f"UPDATE apply_change SET personal = '{{}}' WHERE {mine.replace('IS NOT', 'IS')}")
    emptied = [{**row, "personal": None} if person or row["version"] == 999 else row for row in before]
    assert list(Change.objects.order_by("pk").values()) == emptied != before


def test_that_it_was_let_go_stays(city: World) -> None:
    found = submitted(city, **told())
    set_terms(city)
    (made,) = forget(city, found)
    refused("UPDATE apply_forgotten SET who = 'x'")
    refused("DELETE FROM apply_forgotten")
    assert list(Forgotten.objects.values_list("application", "who", "reason")) == [(found.pk, made.who, "保存期满")]


def test_what_went_without_a_retention_is_found(city: World) -> None:
    one, two = submitted(city, **told()), submitted(city, **told())
    set_terms(city)
    assert retention.unaccounted(city.federation.pk) == []
    forget(city, one)
    assert retention.unaccounted(city.federation.pk) == []
    Change.objects.filter(application=two).update(personal=None)
    (found,) = retention.unaccounted(city.federation.pk)
    assert (found.code, two.number in found.message) == ("journal_secret", True)


# That something fell due is told


def test_the_office_is_told_once_for_each_day_on_which_some_fall_due(city: World) -> None:
    submitted(city, **told())
    filled(city, started(city))
    assert tell_due(years_later(city)) == 0
    set_terms(city)
    assert tell_due(city.at) == 0
    first, second = years_later(city, 2), years_later(city, 4)
    for at in (first, first, second, second):
        assert tell_due(at) == 1
    found = Message.objects.filter(key__startswith="retention:").order_by("pk")
    assert [(one.organisation_id, one.role, one.subject.rpartition("：")[2]) for one in found] == [
        (city.top.pk, "city", "1 份申报的个人信息保存期满"),
        (city.top.pk, "city", "2 份申报的个人信息保存期满"),
    ]
    assert found[0].link == f"/rounds/{city.round.pk}/retention/"
    forget(city, *Application.objects.filter(round=city.round), at=second)
    assert tell_due(second) == 0
