"""The first page over HTTP: everything leads to it until somebody has begun, then nothing does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from jiangfang.records.people import actions
from jiangfang.records.people.models import Federation, Person, SignInTry
from tests.access.test_hostile import HOSTILE, SCRIPT
from tests.records.people.test_web_organisations import text
from tests.records.world import AT, city, later
from tests.web import at, who

FIRST = "/first/"
TYPED = {
    "federation": "示例市总工会",
    "name": "示例子",
    "login": "shili-zi",
    "password": "di-yi-xiao-shi-2026",
    "again": "di-yi-xiao-shi-2026",
    "clerk": "1",
}


@pytest.fixture
def code(db: None, settings: Settings) -> str:
    at(settings, AT)
    return actions.offer_beginning(at=AT)


def sent(code: str, client: Client | None = None, **other: str) -> Any:
    return (client or Client()).post(FIRST, {**TYPED, "code": code, **other})


def test_every_address_leads_to_the_first_page_and_static_files_do_not(code: str) -> None:
    for address in ("/", "/sign-in/", "/join/", "/desk/", "/people/?q=x", "/no-such-page/", "/in/ABCD"):
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, FIRST, "no-store"), address
    assert Client().post("/sign-in/", {"login": "x", "password": "y"})["Location"] == FIRST
    assert SignInTry.objects.count() == 0
    assert Client().post("/large/", {"large": "1", "next": FIRST}).status_code == 303
    style = Client().get("/static/ui/tokens.css")
    assert b"--" in b"".join(style)
    style.close()


def test_the_form_begins_and_signs_in(code: str) -> None:
    client = Client()
    page = text(client.get(FIRST))
    assert 'name="clerk" value="1" id="field-clerk" checked' in page
    answer = sent(code, client)
    assert (answer.status_code, answer["Location"]) == (303, "/desk/")
    person = Person.objects.get()
    assert who(client) == person.pk
    desk = text(client.get("/desk/"))
    assert "您是“示例市总工会”的管理员" in desk and "市总经办 · 示例市总工会" in desk
    assert sent(code, client)["Location"] == "/desk/"
    assert (Federation.objects.count(), Person.objects.count()) == (1, 1)


def test_without_the_tick_the_clerk_is_somebody_else(code: str) -> None:
    client = Client()
    answer = client.post(FIRST, {key: value for key, value in {**TYPED, "code": code}.items() if key != "clerk"})
    assert answer.status_code == 303
    desk = text(client.get("/desk/"))
    assert "市总经办 · 示例市总工会" not in desk and "还没有经办人（市总经办）" in desk


def test_whatever_is_missing_is_said_at_once_and_what_was_typed_stays(code: str) -> None:
    page = sent("", federation=" ", login="", again="别的")
    told = text(page)
    assert page.status_code == 422
    for says in ("请写窗口里印的一次性码", "请写市总工会的全称", "请起一个登录名", "两次写的密码不一样"):
        assert says in told
    assert 'value="示例子"' in told and TYPED["password"] not in told
    again = text(Client().post(FIRST, {key: value for key, value in {**TYPED, "code": "x"}.items() if key != "clerk"}))
    assert 'id="field-clerk">' in again and "不是这个码" in again


@pytest.mark.parametrize("box", ["code", "federation", "name", "login", "password", "again"])
def test_a_form_that_was_cut_off_begins_nothing(code: str, box: str) -> None:
    whole = {**TYPED, "code": code}
    answer = Client().post(FIRST, {key: value for key, value in whole.items() if key != box})
    assert (answer.status_code, "内容不完整" in text(answer)) == (422, True)
    assert Federation.objects.count() == 0


@pytest.mark.parametrize("box", ["code", "federation", "name", "login", "password"])
@pytest.mark.parametrize("said", sorted(set(HOSTILE) - {"surrogate"}))
def test_hostile_text_begins_nothing_or_is_shown_as_text(code: str, box: str, said: str) -> None:
    other = {box: HOSTILE[said], **({"again": HOSTILE[said]} if box == "password" else {})}
    client = Client()
    answer = sent(code, client, **other) if box != "code" else sent(HOSTILE[said], client)
    assert answer.status_code in (303, 422)
    assert SCRIPT not in text(answer)
    if answer.status_code == 303:
        assert SCRIPT not in text(client.get("/desk/"))


def test_who_guesses_waits_and_is_told_for_how_long(code: str, settings: Settings) -> None:
    for _ in range(5):
        assert "不是这个码" in text(sent("ABCD-EFGH-JKMN-PQRS"))
    slow = sent(code)
    assert (slow.status_code, "试的次数太多了，请过 30 秒再试" in text(slow)) == (429, True)
    at(settings, later(seconds=31))
    assert sent(code).status_code == 303


def test_once_begun_nobody_asks_the_database_any_more(
    db: None, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    at(settings, AT)
    city()
    client = Client()
    assert client.get(FIRST)["Location"] == "/desk/"
    client.get("/sign-in/")
    with django_assert_num_queries(0):
        assert client.get("/sign-in/").status_code == 200


def test_another_process_notices_that_it_was_begun(code: str) -> None:
    """Each client stands for a process: its middleware is its own."""
    other = Client()
    assert other.get("/")["Location"] == FIRST
    assert sent(code).status_code == 303
    assert other.get("/sign-in/").status_code == 200
