"""A file beside the pages: asked for once, made once, fetched by who asked, thrown away after a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from jiangfang.config.jobs import run_waiting
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, error
from jiangfang.records.files import actions, jobs, kinds, queries
from jiangfang.records.files.kinds import KINDS, Kind, Told, Wish
from jiangfang.records.files.models import Making, State
from jiangfang.records.journal.models import Entry
from jiangfang.records.journal.queries import verify
from jiangfang.records.people.models import Hat, Person
from tests import web
from tests.stages.world import World, world

pytestmark = pytest.mark.usefixtures("db", "folder")


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA = tmp_path
    return tmp_path / queries.FOLDER


@pytest.fixture
def city(settings: Settings) -> World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = world(opens=False)
    web.at(settings, made.at)
    return made


@pytest.fixture
def made_by() -> Iterator[Callable[[Callable[[Wish, BinaryIO, Told], None]], Kind]]:
    """A kind of file for one test."""
    named: list[str] = []

    def register(write: Callable[[Wish, BinaryIO, Told], None]) -> Kind:
        named.append(f"test.{len(named)}")
        return kinds.register(Kind(named[-1], "text/plain", ".txt", write))

    yield register
    for name in named:
        del KINDS[name]


def plain(wish: Wish, out: BinaryIO, told: Told) -> None:
    for done in range(3):
        told(done, 3)
        out.write(f"{wish.wanted['find']} {wish.hat}\n".encode())


def ask(city: World, kind: Kind, find: str = "甲", hat: Hat | None = None) -> Making:
    found = actions.ask(kind=kind, wanted={"find": find}, name="示例名单", hat=hat or city.clerk, at=city.at)
    jobs.make.enqueue(found.pk)
    return found


def again(making: Making) -> Making:
    return Making.objects.get(pk=making.pk)


def at(hat: Hat) -> Client:
    client = Client()
    web.sign_in(client, hat)
    return client


def body(response: Any) -> bytes:
    return b"".join(response)


def test_it_is_made_beside_the_pages(city: World, folder: Path, made_by: Any) -> None:
    asked = ask(city, made_by(plain))
    assert (asked.state, asked.name) == (State.WAITING, "示例名单.txt")
    client, page = at(city.clerk), f"/made/{asked.pk}/"
    assert "排着队" in client.get(page).content.decode()
    assert client.get(f"{page}file/").status_code == 303
    assert run_waiting() == 1
    done = again(asked)
    content = f"甲 {city.clerk}\n".encode() * 3
    assert (done.state, done.done, done.total, done.size) == (State.DONE, 3, 3, len(content))
    assert "下载" in client.get(page).content.decode()
    got = client.get(f"{page}file/")
    assert body(got) == content
    assert (got["X-Content-Type-Options"], got["Content-Type"]) == ("nosniff", "text/plain")
    assert "filename*=utf-8''%E7%A4%BA" in got["Content-Disposition"]
    assert [path.name for path in folder.iterdir()] == [str(asked.pk)]
    assert (folder / str(asked.pk)).stat().st_mode & 0o077 == 0


def test_the_page_asks_until_it_is_done(city: World, made_by: Any) -> None:
    asked = ask(city, made_by(plain))
    client, page = at(city.clerk), f"/made/{asked.pk}/"
    piece = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every' in piece
    assert "<html" not in piece
    run_waiting()
    assert "hx-trigger" not in client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert 'id="making"' in client.get(page).content.decode()


def test_only_who_asked_may_have_it(city: World, made_by: Any) -> None:
    asked = ask(city, made_by(plain))
    run_waiting()
    for hat in (city.admin, city.auditor, city.hat(Role.RECOMMENDER), world("示例乙", opens=False).clerk):
        client = at(hat)
        for path in (f"/made/{asked.pk}/", f"/made/{asked.pk}/file/"):
            assert client.get(path).status_code == 404
        assert "示例名单" not in client.get("/made/").content.decode()
    assert "示例名单" in at(city.clerk).get("/made/").content.decode()
    Hat.objects.filter(pk=city.clerk.pk).update(until=city.today)
    assert at(city.clerk).get(f"/made/{asked.pk}/file/").status_code == 404


def test_what_is_being_made_is_not_made_twice(city: World, made_by: Any) -> None:
    kind = made_by(plain)
    first, second, other = ask(city, kind), ask(city, kind), ask(city, kind, "乙")
    theirs = ask(city, kind, hat=city.auditor)
    assert first.pk == second.pk
    assert len({first.pk, other.pk, theirs.pk}) == 3
    assert run_waiting() == 4
    assert set(Making.objects.values_list("state", "attempt")) == {(State.DONE, 1)}
    assert ask(city, kind).pk != first.pk
    deeds = Entry.objects.filter(deed="file.asked")
    assert deeds.count() == Making.objects.count() == 4
    assert verify(city.federation.pk) == []


def test_a_task_that_is_done_twice_makes_it_once(city: World, made_by: Any) -> None:
    calls: list[int] = []

    def counting(wish: Wish, out: BinaryIO, told: Told) -> None:
        calls.append(1)
        plain(wish, out, told)

    asked = ask(city, made_by(counting))
    run_waiting()
    jobs.make.call(asked.pk)
    jobs.make.call(999_999)
    assert (calls, again(asked).state) == ([1], State.DONE)


def test_one_that_was_stopped_in_the_middle_is_made_anew(city: World, made_by: Any) -> None:
    asked = ask(city, made_by(plain))
    actions.begin(making=asked.pk, at=city.at)
    assert again(asked).state == State.MAKING
    run_waiting()
    assert (again(asked).state, again(asked).attempt) == (State.DONE, 2)


def test_who_was_given_up_writes_nothing(city: World, folder: Path, made_by: Any) -> None:
    """While the first one is at it a second one begins, and ends."""

    def slow(wish: Wish, out: BinaryIO, told: Told) -> None:
        out.write(b"first")
        if again(asked).attempt == 1:
            jobs.make.call(asked.pk)
        told(1, 2)
        out.write(b" second")

    asked = ask(city, made_by(slow))
    run_waiting()
    assert (again(asked).state, again(asked).attempt, again(asked).size) == (State.DONE, 2, len("first second"))
    assert [path.name for path in folder.iterdir()] == [str(asked.pk)]


def test_what_cannot_be_made_says_why(city: World, folder: Path, made_by: Any) -> None:
    def refusing(wish: Wish, out: BinaryIO, told: Told) -> None:
        raise Refused([error("too_long", "", "“工作室”太长，放不进一格")])

    def broken(wish: Wish, out: BinaryIO, told: Told) -> None:
        out.write(b"half")
        raise RuntimeError("0000-0000001")

    first, second = ask(city, made_by(refusing)), ask(city, made_by(broken))
    run_waiting()
    assert (again(first).state, again(first).said) == (State.FAILED, "“工作室”太长，放不进一格")
    assert again(second).state == State.FAILED
    assert "0000" not in again(second).said
    assert list(folder.iterdir()) == []
    page = at(city.clerk).get(f"/made/{first.pk}/").content.decode()
    assert "没有做成" in page
    assert "hx-trigger" not in page


def test_who_may_no_longer_gets_nothing(city: World, made_by: Any) -> None:
    kind = made_by(plain)
    first, second = ask(city, kind), ask(city, kind, hat=city.auditor)
    Hat.objects.filter(pk=city.clerk.pk).update(until=city.today)
    Person.objects.filter(pk=city.auditor.person_id).update(is_active=False)
    run_waiting()
    assert {again(first).state, again(second).state} == {State.FAILED}


def test_a_kind_that_nobody_makes_any_more(city: World, made_by: Any) -> None:
    asked = ask(city, made_by(plain))
    Making.objects.update(kind="gone.kind")
    run_waiting()
    assert again(asked).state == State.FAILED


def test_yesterdays_are_thrown_away(city: World, folder: Path, made_by: Any) -> None:
    kind = made_by(plain)
    old, new = ask(city, kind, "旧"), ask(city, kind, "新")
    run_waiting()
    Making.objects.filter(pk=old.pk).update(asked_at=city.at - timedelta(hours=25))
    assert jobs.tidy(city.at) == 1
    assert (again(old).state, again(new).state) == (State.GONE, State.DONE)
    assert [path.name for path in folder.iterdir()] == [str(new.pk)]
    client = at(city.clerk)
    assert "只保留 24 小时" in client.get(f"/made/{old.pk}/").content.decode()
    assert client.get(f"/made/{old.pk}/file/").status_code == 303
    jobs.tidy(city.at + timedelta(days=8))
    assert not Making.objects.exists()
    assert list(folder.iterdir()) == []


def test_what_stands_still_is_given_up(city: World, made_by: Any) -> None:
    asked = ask(city, made_by(plain))
    begun = actions.begin(making=asked.pk, at=now())
    assert begun is not None
    Making.objects.update(beat_at=city.at - timedelta(minutes=31))
    jobs.tidy(city.at)
    assert again(asked).state == State.FAILED
    with pytest.raises(actions.Superseded):
        actions.end(making=begun, size=1, at=city.at)


def test_a_content_that_is_not_there_is_not_there(city: World, folder: Path, made_by: Any) -> None:
    asked = ask(city, made_by(plain))
    run_waiting()
    (folder / str(asked.pk)).unlink()
    assert at(city.clerk).get(f"/made/{asked.pk}/file/").status_code == 404


def test_two_kinds_of_one_name_are_refused(made_by: Any) -> None:
    kind = made_by(plain)
    with pytest.raises(ValueError, match=kind.name):
        kinds.register(Kind(kind.name, "", "", plain))
