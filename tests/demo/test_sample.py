"""The sample year in a database: complete, sound, the same when it is asked for twice, two cities apart."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.utils.timezone import localdate

from jiangfang.config import sample as kept
from jiangfang.core.people import Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.demo import accounts, sample
from jiangfang.demo.cast import JIA, YI, City
from jiangfang.demo.days import Days
from jiangfang.demo.towns import begun
from jiangfang.demo.year import lived
from jiangfang.documents.folder import load_folder, shipped
from jiangfang.records.journal import queries as journal
from jiangfang.records.journal.models import Entry
from jiangfang.records.people import actions as people
from jiangfang.records.people.actions.authority import actor_of
from jiangfang.records.people.models import Hat, Organisation, Person
from jiangfang.records.people.queries import hats_of
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply import access
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application, Share, Telling
from jiangfang.stages.prove.queries import doubles
from jiangfang.stages.receive.queries import inbox
from jiangfang.stages.recommend import queries
from jiangfang.stages.recommend.models import HandBack, HandIn
from tests.records.world import city as stranger
from tests.web import sign_in

AT = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # half past midnight of the third in Shanghai
TODAY = localdate(AT)
SO_FAR = frozenset(
    {"draft", "submitted", "endorsed", "recommended", "handed_in", "received"}
    | {"returned", "not_recommended", "withdrawn"}
)


def counts() -> dict[str, int]:
    """The rows of every table."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def of_city(city: City) -> list[Application]:
    federation = accounts.federation_of(city)
    assert federation is not None
    return list(applications.whole(Application.objects.filter(round__federation=federation)))


def check_bodies(city: City) -> None:
    federation = accounts.federation_of(city)
    kinds = Counter(Organisation.objects.filter(federation=federation).values_list("kind", flat=True))
    assert kinds[Kind.COUNTY] >= 4
    assert kinds[Kind.INDUSTRY] >= 2
    assert kinds[Kind.ZONE] == kinds[Kind.ORGANS] == 1
    assert Organisation.objects.filter(parent__parent__isnull=True, federation=federation, kind=Kind.UNIT).exists()


def check_people(city: City) -> None:
    """Every role that has something to do by now; both hats on one head; two who fill in for one unit."""
    federation = accounts.federation_of(city)
    hats = Hat.objects.filter(person__federation=federation)
    assert set(hats.values_list("role", flat=True)) == set(Role) - {Role.GROUP, Role.EXPERT}
    assert max(Counter(hats.values_list("person", flat=True)).values()) == 2
    assert max(Counter(hats.filter(role=Role.UNIT).values_list("organisation", flat=True)).values()) == 2
    assert not Person.objects.filter(federation=federation, must_change_password=True).exists()


def check_states(city: City) -> None:
    found = of_city(city)
    assert {one.state for one in found} == SO_FAR
    drafts = [one.version for one in found if one.state == "draft"]
    assert min(drafts) == 0 < max(drafts)
    returned = {role for one in found for role in one.returns.values_list("role", flat=True) if one.state == "returned"}
    assert returned == {Role.UNIT_UNION, Role.RECOMMENDER}
    void = [line.field.by for one in found for line in applications.opinion_lines(one) if line.standing == "void"]
    assert void == [Role.UNIT_UNION]
    assert Share.objects.filter(application__in=found).count() == 1
    assert Telling.objects.filter(application__in=found, seen_at__isnull=True).count() == 3
    federation = accounts.federation_of(city)
    assert HandIn.objects.filter(recommender__round__federation=federation).count() == (2 if city is YI else 1)
    assert HandBack.objects.filter(recommender__round__federation=federation).count() == (1 if city is YI else 0)
    wanting = {status for line in inbox(found[0].round, TODAY) for status in line.statuses}
    assert wanting >= {"none", "part"} | ({"back"} if city is YI else set())
    for one in found:
        if one.submitted_at:
            assert [
                problem.message for problem in applications.problems(one, TODAY) if problem.severity != "note"
            ] == []


def check_lists(city: City, says: str) -> None:
    """One as the city is to show it; one with more time, one with an earlier day."""
    found = list(queries.recommenders().filter(round__federation=accounts.federation_of(city)))
    assert says in {queries.status(one).says for one in found}
    usual = rounds.deadline(found[0].round)
    assert usual == TODAY + timedelta(days=12)
    assert [one.extended_to for one in found if one.extended_to] == [usual + timedelta(days=5)]
    assert [one.own_day for one in found if one.own_day] == [TODAY + timedelta(days=8)]


def check_journal(city: City) -> None:
    federation = accounts.federation_of(city)
    assert federation is not None
    assert journal.verify(federation.pk) == []
    times = list(Entry.objects.filter(federation=federation.pk).order_by("number").values_list("at", flat=True))
    assert times == sorted(times)
    assert AT - timedelta(days=26) < times[0] < times[-1] < AT


def check_doubles(city: City) -> None:
    """A list that two studios use waits for the city of 开封, a photo of theirs was looked into; 廊坊 has none."""
    found = [(one.kind, one.settled is not None) for one in doubles.doubles(of_city(city)[0].round)]
    assert sorted(found) == ([(doubles.PHOTO, True), (doubles.SAME, False)] if city is YI else [])


def check_names(city: City) -> None:
    """Nobody whom the notice names, and no mailbox or phone of it."""
    loaded, _ = load_folder(shipped() / city.programme)
    assert loaded is not None
    notice = loaded.programme.notice
    real = {name for contact in notice.contacts for name in (*contact.names, contact.phone)}
    real |= {mailbox.address for mailbox in notice.mailboxes}
    said = "".join(Person.objects.values_list("name", flat=True)) + "".join(one.answers for one in of_city(city))
    assert real
    assert {name for name in real if name in said} == set()
    assert {one[:2] for one in Person.objects.values_list("name", flat=True)} == {"示例"}
    assert {one[:4] for one in Person.objects.values_list("phone", flat=True)} == {"0000"}


@pytest.mark.both_engines
@pytest.mark.usefixtures("db")
def test_the_year_so_far(tmp_path: Path) -> None:
    said = sample.ready(tmp_path, AT)
    for city, says in ((JIA, "还差 4，至少 10"), (YI, "已推荐 3，最多 3")):
        check_bodies(city)
        check_people(city)
        check_states(city)
        check_lists(city, says)
        check_doubles(city)
        check_journal(city)
        check_names(city)
    assert any(one.recommender is None and one.state == "received" for one in of_city(JIA))
    written = kept.accounts(tmp_path)
    assert (tmp_path / kept.FILE).stat().st_mode & 0o777 in (0o600, 0o644)
    shown = "\n".join(said)
    for account in written:
        assert account["login"] in shown
        assert account["password"] in shown
    for account in written[:: len(written) // 8]:
        people.sign_in_attempt(login=account["login"], password=account["password"], address="127.0.0.1", at=AT)
    before, file = counts(), (tmp_path / kept.FILE).read_bytes()
    assert sample.ready(tmp_path, AT + timedelta(days=3)) == said
    assert (counts(), (tmp_path / kept.FILE).read_bytes()) == (before, file)


@pytest.mark.usefixtures("db")
def test_what_was_typed_stays_and_what_changed_is_said(tmp_path: Path) -> None:
    sample.ready(tmp_path, AT)
    unit, admin = Person.objects.get(login="jia-jichuang"), Person.objects.get(login=JIA.admin)
    people.change_password(person=unit, old="shili-2026-danwei", new="mine-alone-2026", at=AT)
    (hat,) = hats_of(admin, TODAY)
    top = hat.organisation
    actor = actor_of(admin)
    people.rename_organisation(organisation=top, name="示例丙市总工会", actor=actor, hat=hat, at=AT)
    gone = Person.objects.get(login="jia-dianli")
    people.set_active(person=gone, active=False, actor=actor, hat=hat, at=AT)
    before = counts()
    said = "\n".join(sample.ready(tmp_path, AT + timedelta(days=1)))
    assert counts() == before
    assert "示例丙市总工会" in said
    assert "jia-dianli" not in said
    (row,) = (row for row in kept.accounts(tmp_path) if row["login"] == "jia-jichuang")
    assert row["password"] == accounts.CHANGED
    assert Person.objects.get(pk=unit.pk).check_password("mine-alone-2026")


@pytest.mark.usefixtures("db")
def test_a_day_that_is_over_is_set_anew_and_told(tmp_path: Path) -> None:
    sample.ready(tmp_path, AT)
    on_the_day, after = AT + timedelta(days=12), AT + timedelta(days=13)
    before = counts()
    sample.ready(tmp_path, on_the_day)
    assert counts() == before
    said = sample.ready(tmp_path, after)
    assert [line for line in said if "往后推到2026年3月28日" in line.replace(" ", "")] == said[-2:]
    for round in Round.objects.all():
        assert rounds.deadline(round) == localdate(after) + timedelta(days=12)
        own = [row.own_day for row in rounds.recommenders(round) if row.own_day]
        assert own == [localdate(after) + timedelta(days=8)]
        assert journal.verify(round.federation_id) == []
    before = counts()
    assert not any("往后推" in line for line in sample.ready(tmp_path, after))
    assert counts() == before


@pytest.mark.usefixtures("db")
def test_neither_city_sees_the_other(tmp_path: Path, client: Client) -> None:
    sample.ready(tmp_path, AT)
    theirs = {city.key: {one.pk for one in of_city(city)} for city in (JIA, YI)}
    for city, other in ((JIA, YI), (YI, JIA)):
        for hat in Hat.objects.filter(person__federation=accounts.federation_of(city)).select_related("person"):
            seen = set(access.visible(hat).values_list("pk", flat=True))
            assert seen <= theirs[city.key]
        clerk = Hat.objects.get(person__login=f"{city.key}-shizong")
        assert set(access.visible(clerk).values_list("pk", flat=True)) == theirs[city.key]
        sign_in(client, clerk)
        foreign = [client.get(f"/applications/{pk}/").status_code for pk in theirs[other.key]]
        assert set(foreign) == {404}
        submitted = [one.pk for one in of_city(city) if one.submitted_at]
        assert {client.get(f"/applications/{pk}/").status_code for pk in submitted} == {200}


@pytest.mark.usefixtures("db")
def test_nothing_is_put_beside_what_is_real(tmp_path: Path) -> None:
    stranger()
    before = counts()
    with pytest.raises(Refused) as refused:
        sample.ready(tmp_path, AT)
    assert [problem.code for problem in refused.value.problems] == ["not_a_sample"]
    assert counts() == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("db")
def test_one_city_alone_is_completed(tmp_path: Path) -> None:
    """As after a first run that was stopped between the two."""
    lived(begun(JIA, Days(AT)))
    before = len(of_city(JIA))
    sample.ready(tmp_path, AT + timedelta(days=1))
    assert len(of_city(JIA)) == before
    check_states(YI)
