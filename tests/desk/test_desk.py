"""What is on whose desk, until when, and the journal in words."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html
from pytest_django import Settings

from jiangfang.core.journal import Actor
from jiangfang.core.people import Kind, Role
from jiangfang.desk.queries import desk_of
from jiangfang.desk.trail import vocabulary
from jiangfang.desk.words import DEEDS, WORDS
from jiangfang.records.journal.models import Look
from jiangfang.records.people.actions import amend_person
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import actions as announcing
from jiangfang.stages.apply import actions
from jiangfang.stages.apply.queries import answers_of
from tests.stages.apply.desk import endorsed, filled, started, submitted
from tests.stages.receive.making import hand_back, handed_in
from tests.stages.recommend import making
from tests.stages.world import KAIFENG, LANGFANG, LAST, THIRD, World, world
from tests.test_architecture import PACKAGE
from tests.web import at, sign_in

pytestmark = pytest.mark.usefixtures("db")


def tasks(hat: Hat, city: World) -> list[tuple[str, int]]:
    return [(task.deed, task.count) for task in desk_of(hat, city.today).tasks]


def taking(city: World) -> set[int]:
    return {row.organisation_id for row in city.recommenders.values()}


def waits(hat: Hat, city: World) -> list[tuple[str, int, str]]:
    return [(wait.shown.title, wait.count, wait.whom) for wait in desk_of(hat, city.today).waits]


def test_an_application_wanders_over_the_desks() -> None:
    city = world()
    unit, union, body = (city.hat(role) for role in (Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER))
    assert [tasks(hat, city) for hat in (unit, union, body, city.clerk)] == [[("start", 1)], [], [], []]
    found = filled(city, started(city))
    assert [tasks(hat, city) for hat in (unit, union)] == [[("submit", 1)], []]
    actions.submit(application=found, attested="属实", hat=unit, at=city.at)
    assert [tasks(hat, city) for hat in (unit, union)] == [[], [("endorse", 1)]]
    assert waits(unit, city) == [("待所在单位工会意见", 1, "所在单位工会")]
    found = making.endorse(city, found)
    assert [tasks(hat, city) for hat in (union, body)] == [[], [("recommend", 1)]]
    making.recommend(city, making.checked(city, found))
    assert tasks(body, city) == [("hand_in", 1)]
    assert waits(city.clerk, city) == [("推荐单位已推荐", 1, "推荐单位")]


def test_what_the_city_gave_back_is_a_task_of_its_own() -> None:
    city = world()
    body = city.hat(Role.RECOMMENDER)
    one, _two = handed_in(city, "示例甲工作室", "示例乙工作室")
    assert tasks(body, city) == []
    assert [(wait.whom, wait.does) for wait in desk_of(body, city.today).waits] == [("市总工会", "受理")]
    hand_back(city, one)
    assert tasks(body, city) == [("hand_in_again", 1)]
    making.recommended(city, "示例丙工作室")
    assert tasks(body, city) == [("hand_in_again", 1), ("hand_in", 1)]


def test_a_void_opinion_waits_for_who_gave_it() -> None:
    city = world()
    found = endorsed(city)
    actions.send_back(
        application=found,
        sections=["studio"],
        reasons=["wrong"],
        text="",
        due=None,
        hat=city.hat(Role.RECOMMENDER),
        at=city.at,
    )
    assert tasks(city.hat(Role.UNIT), city) == [("resubmit", 1)]
    changed = making.filled(city, making.again(found), specialty="别的")
    assert tasks(city.hat(Role.UNIT_UNION), city) == []
    actions.submit(application=changed, attested="属实", hat=city.hat(Role.UNIT), at=city.at)
    assert tasks(city.hat(Role.UNIT_UNION), city) == [("renew", 1)]
    body = city.hat(Role.RECOMMENDER)
    assert tasks(body, city) == []
    assert waits(body, city) == [("所在单位工会已提出申请", 1, "所在单位工会")]
    making.endorse(city, making.again(found))
    assert (tasks(body, city), waits(body, city)) == ([("recommend", 1)], [])


def test_the_day_on_the_desk_is_the_one_that_binds() -> None:
    city = world()
    early = city.today + timedelta(days=3)
    announcing.set_own_day(recommender=city.recommender, day=early, hat=city.hat(Role.RECOMMENDER), at=city.at)
    last = {
        hat: desk_of(city.hats[hat], city.today).last[city.round.pk]
        for hat in ("unit-county", "unit_union-county", "recommender-county", "unit-zone", "city")
    }
    usual = LAST[KAIFENG]
    assert list(last.values()) == [early, early, usual, usual, usual]


def test_a_direct_one_waits_for_its_unit() -> None:
    city = world(programme=LANGFANG)
    endorsed(city, direct=True)
    endorsed(city)
    assert tasks(city.hat(Role.UNIT, Kind.FEDERATION), city) == [("apply_directly", 1)]
    assert waits(city.clerk, city) == [
        ("所在单位工会已签意见", 1, "推荐单位"),
        ("所在单位工会已签意见", 1, "申报单位"),
    ]


@pytest.mark.parametrize("programme", [LANGFANG, KAIFENG, THIRD])
def test_every_hat_has_a_desk(programme: str, client: Client, settings: Settings) -> None:
    city, other = world("示例甲", programme), world("示例乙", KAIFENG)
    submitted(city)
    at(settings, city.at)
    for hat in city.hats.values():
        sign_in(client, hat)
        page = client.get("/desk/")
        assert page.status_code == 200
        said = page.content.decode()
        assert (city.round.name in said) == (hat.role != "recommender" or hat.organisation_id in taking(city))
        assert str(other.federation) not in said


def test_what_the_desk_leads_to_is_there(client: Client, settings: Settings) -> None:
    city = world(programme=LANGFANG)
    submitted(city)
    endorsed(city, Kind.ZONE)
    endorsed(city, direct=True)
    at(settings, city.at)
    seen = 0
    for hat in city.hats.values():
        sign_in(client, hat)
        page = html.fromstring(client.get("/desk/").content)
        for link in page.xpath("//main//a/@href"):
            seen += 1
            assert client.get(link).status_code == 200, (hat, link)
    assert seen > 20


def test_each_line_leads_to_what_it_counts(client: Client, settings: Settings) -> None:
    city = world()
    for number in range(2):
        making.endorsed(city, f"示例待荐{number}工作室", making.unit_below(city, f"示例第{number}厂"))
        making.submitted(city, f"示例待签{number}工作室")
    at(settings, city.at)
    wanted = {
        "recommender-county": [("2 份申报等您审核、推荐", "endorsed", "待荐"), ("等所在单位工会", "submitted", "待签")],
        "city": [("2 份申报等推荐单位", "endorsed", "待荐"), ("2 份申报等所在单位工会", "submitted", "待签")],
        "unit-county": [("2 份申报等所在单位工会", "submitted", "待签")],
    }
    for hat, lines in wanted.items():
        sign_in(client, city.hats[hat])
        desk = html.fromstring(client.get("/desk/").content)
        for says, state, there in lines:
            told = {re.sub(r"\s+", " ", one.text_content()): one for one in desk.xpath("//ul[@class='todo']/li")}
            (line,) = [one for words, one in told.items() if says in words]
            (address,) = line.xpath(".//a/@href")
            assert address.endswith(f"state={state}"), (hat, says, address)
            page = html.fromstring(client.get(address).content).xpath("//table")[0].text_content()
            assert {word: page.count(f"示例{word}") for word in ("待荐", "待签")} == {
                word: 2 if word == there else 0 for word in ("待荐", "待签")
            }, (hat, says)


@pytest.mark.parametrize("many", [1, 3])
def test_the_desk_asks_as_much_for_three_as_for_one(
    many: int, client: Client, settings: Settings, django_assert_num_queries: object
) -> None:
    city = world()
    for number in range(many):
        making.endorsed(city, unit=making.unit_below(city, f"示例第{number}厂"))
    at(settings, city.at)
    sign_in(client, city.hat(Role.RECOMMENDER))
    client.get("/desk/")
    with django_assert_num_queries(10):  # type: ignore[operator]
        assert client.get("/desk/").status_code == 200


# The journal


def recorded() -> set[str]:
    """Every deed that the code writes down under its own name."""
    kinds = "application|federation|hat|journal|notice|organisation|person|programme|recommender|round|slip"
    texts = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("actions/**/*.py")]
    texts += [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("actions.py")]
    return {name for text in texts for name in re.findall(rf'"((?:{kinds})\.[a-z_]+)"', text)}


def test_every_deed_has_words() -> None:
    assert len(recorded()) > 25
    assert recorded() - set(DEEDS) == set()
    assert all(
        re.search("[一-鿿]", said)
        for said in [*DEEDS.values(), *(one for words in WORDS.values() for one in words[:1])]
    )


def test_the_journal_speaks_and_hides(client: Client, settings: Settings) -> None:
    city = world()
    found = endorsed(city)
    at(settings, city.at)
    for hat in (city.clerk, city.auditor, city.admin):
        sign_in(client, hat)
        said = client.get("/journal/?kind=application").content.decode()
        assert "签署所在单位工会意见" in said
        assert "＊＊＊" in said
        assert answers_of(found)["leader_phone"] not in said
        assert not re.search(r">\s*[a-z]+\.[a-z_]+\s*<", said)
    assert not Look.objects.exists()


def test_a_changed_phone_is_told_without_the_phones(client: Client, settings: Settings) -> None:
    city = world()
    person = city.hat(Role.UNIT).person
    clerk: dict[str, Any] = {"actor": Actor(city.clerk.person_id, "示例"), "hat": city.clerk, "at": city.at}
    for phone in ("0000-0000001", "0000-0000002"):
        amend_person(person=person, name=person.name, phone=phone, **clerk)
    at(settings, city.at)
    sign_in(client, city.clerk)
    page = html.fromstring(client.get("/journal/?kind=person").content)
    (line,) = page.xpath("//tbody/tr")[:1]
    said = line.text_content()
    assert "电话" in said
    assert said.count("＊＊＊") == 2
    assert "0000-000" not in page.text_content()


def test_the_journal_of_another_city_is_not_there(client: Client, settings: Settings) -> None:
    city, other = world("示例甲"), world("示例乙")
    at(settings, city.at)
    sign_in(client, city.auditor)
    said = client.get("/journal/").content.decode()
    assert str(city.federation) in said
    assert str(other.federation) not in said
    for hat in (city.hat(Role.UNIT), city.hat(Role.UNIT_UNION), city.hat(Role.RECOMMENDER)):
        sign_in(client, hat)
        assert client.get("/journal/").status_code == 404


@pytest.mark.parametrize(
    "asked", ["q=<script>", "q=%00", "kind=x", "below=x", "below=99999999999999999999", "below=-1", "q=示例"]
)
def test_whatever_the_address_asks_is_answered(asked: str, client: Client, settings: Settings) -> None:
    city = world()
    at(settings, city.at)
    sign_in(client, city.auditor)
    page = client.get(f"/journal/?{asked}")
    assert page.status_code == 200
    assert b"<script>" not in page.content.replace(b"<script src", b"")


def test_older_deeds_stand_on_the_next_page(client: Client, settings: Settings) -> None:
    city = world()
    submitted(city)
    endorsed(city, Kind.ZONE)
    at(settings, city.at)
    sign_in(client, city.clerk)
    page = html.fromstring(client.get("/journal/").content)
    numbers = [int(cell.text_content()) for cell in page.xpath("//tbody/tr/td[1]")]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 50
    (older,) = page.xpath("//a[contains(text(), '更早的')]/@href")
    after = html.fromstring(client.get(f"/journal/{older}").content)
    assert int(after.xpath("//tbody/tr/td[1]")[0].text_content()) == numbers[-1] - 1


def test_a_day_that_does_not_exist_is_shown_as_it_was_typed() -> None:
    words = vocabulary(world().federation.pk)
    assert [words.word("founded_on", day) for day in ("2024-13-45", "2024-11-20")] == ["2024-13-45", "2024年11月20日"]


def test_a_moment_is_shown_in_words_and_a_label_is_that_of_the_own_programme() -> None:
    city = world()
    words = vocabulary(city.federation.pk)
    assert words.word("published_at", "2024-11-08T01:30:00+00:00") == "2024年11月8日 09:30"
    (made,) = words.programmes.values()
    key, name = made.fields[0].key, made.fields[0].name
    mixed = replace(words, labels={**words.labels, key: "别的办法的叫法", "reason": "别的办法的叫法"})
    assert mixed.of(city.revision.pk, answers=True).label(key) == name
    assert mixed.of(None, answers=False).label("reason") == "原因"


def test_a_draft_is_not_told_in_the_journal(client: Client, settings: Settings) -> None:
    city = world()
    filled(city, started(city), studio_name="没有交的工作室")
    at(settings, city.at)
    for hat in (city.clerk, city.auditor, city.admin):
        sign_in(client, hat)
        for asked in ("", "?q=没有交", "?kind=application"):
            said = client.get(f"/journal/{asked}").content.decode()
            assert "没有交的工作室" not in said


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7"])
def test_a_body_in_another_charset_is_not_read(charset: str, client: Client, settings: Settings) -> None:
    city = world()
    found = started(city)
    at(settings, city.at)
    sign_in(client, city.hat(Role.UNIT))
    said = client.post(
        f"/applications/{found.pk}/sections/studio/",
        data="a=b",
        content_type=f"application/x-www-form-urlencoded; charset={charset}",
    )
    assert said.status_code == 400
    assert client.get("/sign-in/?a=b", headers={"content-type": f"text/html; charset={charset}"}).status_code == 400
