"""Tasks in the database: in order, once, again after a killed worker; what is written down holds no value."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jiangfang.config import jobs
from jiangfang.records.files.jobs import make
from jiangfang.records.files.models import Making
from jiangfang.records.people.models import Hat, SignInTry
from tests.config import jobs_to_do
from tests.engines import Engine
from tests.stages.world import world

pytestmark = pytest.mark.both_engines


def one() -> jobs.Found:
    return DBTaskResult.objects.get()


def test_all_that_wait_are_done_the_urgent_first(db: None) -> None:
    for key in ("a", "b"):
        jobs_to_do.note.enqueue(key)
    jobs_to_do.urgent.enqueue("c")
    jobs_to_do.note.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("later")
    assert jobs.run_waiting() == 3
    assert list(SignInTry.objects.filter(kind="test").order_by("pk").values_list("key", flat=True)) == ["c", "a", "b"]
    assert jobs.run_waiting() == 0
    done = DBTaskResult.objects.successful()
    assert {found.return_value for found in done} == {"a", "b", "c"}
    assert all(found.started_at and found.finished_at for found in done)


def test_one_that_fails_stops_nobody_and_tells_no_value(db: None, caplog: pytest.LogCaptureFixture) -> None:
    failed, after = jobs_to_do.fails.enqueue("0000-0000001"), jobs_to_do.note.enqueue("after")
    with caplog.at_level(logging.ERROR):
        assert jobs.run_waiting() == 2
    found = DBTaskResult.objects.get(pk=failed.id)
    assert (found.status, found.exception_class_path, found.traceback) == ("FAILED", "builtins.ValueError", "")
    assert DBTaskResult.objects.get(pk=after.id).status == "SUCCESSFUL"
    assert [record.getMessage() for record in caplog.records] == ["task tests.config.jobs_to_do.fails failed"]


def test_one_that_is_no_longer_there_fails(db: None) -> None:
    jobs_to_do.note.enqueue("a")
    DBTaskResult.objects.update(task_path="tests.config.jobs_to_do.gone")
    assert jobs.run_waiting() == 1
    assert (one().status, one().exception_class_path) == ("FAILED", "builtins.ImportError")


def test_one_that_ends_its_process_is_failed_first(db: None) -> None:
    jobs_to_do.leaves.enqueue("a")
    with pytest.raises(SystemExit):
        jobs.run_waiting()
    assert one().status == "FAILED"


def test_a_busy_database_is_asked_again_later_but_not_for_ever(db: None, tmp_path: Path) -> None:
    jobs_to_do.busy.enqueue(str(tmp_path / "count"), 2)
    for count in (1, 2):
        assert jobs.run_waiting() == 1
        assert one().status == "READY"
        assert one().run_after > timezone.now() + jobs.LATER * count
        DBTaskResult.objects.update(run_after=timezone.now())
    assert jobs.run_waiting() == 1
    assert (one().status, one().return_value) == ("SUCCESSFUL", 2)
    jobs_to_do.busy.enqueue(str(tmp_path / "other"), 99)
    for _ in range(jobs.TRIES):
        DBTaskResult.objects.update(run_after=timezone.now())
        assert jobs.run_waiting() == 1
    assert DBTaskResult.objects.failed().count() == 1


def test_several_workers_do_each_task_once(own_database: Engine) -> None:
    for number in range(30):
        jobs_to_do.note.enqueue(str(number))
    counts: list[int] = []

    def work(name: str) -> None:
        try:
            counts.append(jobs.run_waiting(name))
        finally:
            connection.close()

    threads = [Thread(target=work, args=(f"worker-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 30
    assert {len(found.worker_ids) for found in DBTaskResult.objects.successful()} == {1}


def test_what_a_killed_worker_left_is_taken_up_by_its_successor_alone(db: None) -> None:
    jobs_to_do.note.enqueue("a")
    assert jobs._taken("here") is not None
    assert (jobs.run_waiting("there"), jobs.take_up("there")) == (0, 0)
    assert jobs.take_up("here") == 1
    assert jobs.run_waiting("here") == 1
    assert one().status == "SUCCESSFUL"
    assert jobs.take_up("here") == 0


def test_what_a_machine_left_that_is_gone_is_taken_up_after_hours(db: None) -> None:
    jobs_to_do.note.enqueue("a")
    jobs._taken("gone")
    DBTaskResult.objects.update(started_at=timezone.now() - jobs.LONGEST - timedelta(minutes=1))
    assert jobs.take_up("here") == 1
    assert one().status == TaskResultStatus.READY


def test_one_that_kills_its_worker_each_time_is_given_up(db: None) -> None:
    jobs_to_do.note.enqueue("a")
    for _ in range(jobs.TRIES):
        assert jobs._taken("here") is not None
        assert jobs.take_up("here") == 1
    assert (one().status, one().exception_class_path) == ("FAILED", "jiangfang.Killed")


def test_what_ended_long_ago_is_forgotten(db: None) -> None:
    for key in "abc":
        jobs_to_do.note.enqueue(key)
    jobs.run_waiting()
    jobs_to_do.note.enqueue("waits")
    old = DBTaskResult.objects.successful()[0]
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=timezone.now() - jobs.KEPT - timedelta(minutes=1))
    assert jobs.forget(timezone.now()) == 1
    assert DBTaskResult.objects.count() == 3


def asked(hat: Hat, name: str) -> None:
    """Somebody asks for a file that nobody can make."""
    at = timezone.now()
    making = Making.objects.create(
        federation_id=hat.organisation.federation_id,
        person=hat.person,
        hat=hat,
        kind="tests.none",
        name=name,
        type="text/plain",
        asked_at=at,
        beat_at=at,
    )
    make.enqueue(making.pk)


def made() -> list[str]:
    """Which were begun, in that order."""
    names = dict(Making.objects.values_list("pk", "name"))
    rows = DBTaskResult.objects.filter(task_path=make.module_path).exclude(started_at=None).order_by("started_at")
    return [names[found.args_kwargs["args"][0]] for found in rows]


def test_who_asks_for_many_files_is_given_them_in_turn_with_other_cities_and_people(db: None) -> None:
    first, second = world("示例甲"), world("示例乙")
    for number in range(4):
        asked(first.clerk, f"甲{number}")
    asked(first.auditor, "甲的另一个人")
    asked(second.clerk, "乙0")
    asked(second.clerk, "乙1")
    jobs_to_do.urgent.enqueue("c")
    assert jobs.run_waiting() == 8
    assert made() == ["甲0", "乙0", "甲的另一个人", "乙1", "甲1", "甲2", "甲3"]
    asked(first.clerk, "甲4")
    asked(second.clerk, "乙2")
    jobs.run_waiting()
    assert made()[-2:] == ["乙2", "甲4"]
    assert DBTaskResult.objects.earliest("started_at").task_path.endswith("urgent")
