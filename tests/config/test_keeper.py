"""What goes on beside the pages: tasks and chores, each in its thread, whatever fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from jiangfang.config import jobs, keeper
from jiangfang.config.keeper import Chore, Keeper
from jiangfang.records.people.models import SignInTry
from tests.config import jobs_to_do
from tests.engines import Engine

pytestmark = pytest.mark.both_engines
NOW, NEVER_AGAIN = timedelta(), timedelta(days=1)


@contextmanager
def keeping(data: Path, *round: Chore) -> Iterator[Keeper]:
    house = Keeper(data, round or [Chore("nothing", NEVER_AGAIN, lambda now: None)])
    house.start()
    try:
        yield house
    finally:
        house.stop()
    assert not any(thread.is_alive() for thread in house.threads)


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_tasks_are_done_while_a_chore_takes_long_and_another_fails(own_database: Engine, tmp_path: Path) -> None:
    seen: list[datetime] = []

    def slow(now: datetime) -> None:
        seen.append(now)
        while not SignInTry.objects.filter(kind="test").exists():
            time.sleep(0.05)

    def broken(now: datetime) -> None:
        seen.append(now)
        raise RuntimeError("x")

    with keeping(tmp_path, Chore("broken", NOW, broken), Chore("slow", NEVER_AGAIN, slow)):
        until(lambda: len(seen) == 2)
        jobs_to_do.fails.enqueue("x")
        jobs_to_do.note.enqueue("a")
        until(lambda: DBTaskResult.objects.successful().count() == 1)
        until(lambda: len(seen) > 3)
    assert DBTaskResult.objects.failed().count() == 1


def test_what_fails_again_and_again_is_told_once(
    own_database: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    faults: list[Exception | None] = [KeyError(), KeyError(), ValueError(), ValueError(), None, ValueError()]

    def broken(now: datetime) -> None:
        if faults and (fault := faults.pop(0)):
            raise fault

    with keeping(tmp_path, Chore("broken", NOW, broken)):
        until(lambda: not faults)
    told = [record.exc_info[0] for record in caplog.records if record.exc_info and record.name == keeper.__name__]
    assert told == [KeyError, ValueError, ValueError]


def test_a_lost_connection_is_made_again(own_database: Engine, tmp_path: Path) -> None:
    counts: list[int] = []

    def look(now: datetime) -> None:
        counts.append(DBTaskResult.objects.count())
        connection.connection.close()

    with keeping(tmp_path, Chore("look", NOW, look)):
        until(lambda: len(counts) > 2)
    assert set(counts) == {0}


def test_what_its_forerunner_left_is_taken_up(own_database: Engine, tmp_path: Path) -> None:
    jobs_to_do.note.enqueue("a")
    assert jobs._taken(keeper.name_of(tmp_path))
    with keeping(tmp_path):
        until(lambda: DBTaskResult.objects.successful().exists())


def test_the_pulse_tells_whether_somebody_keeps_house(own_database: Engine, tmp_path: Path) -> None:
    assert not keeper.alive(tmp_path, time.time())
    with keeping(tmp_path):
        until(lambda: keeper.alive(tmp_path, time.time()))
        assert not keeper.alive(tmp_path, time.time() + keeper.SILENT.total_seconds() + keeper.PATIENCE)
    assert not keeper.alive(tmp_path, time.time())


def test_every_chore_of_the_house_can_be_done(own_database: Engine, tmp_path: Path) -> None:
    for chore in keeper.chores(tmp_path):
        chore.do(datetime.now().astimezone())
    names = [chore.name for chore in keeper.chores(tmp_path)]
    assert {"mails", "the nightly copy"} < set(names)
    assert len(set(names)) == len(names)
