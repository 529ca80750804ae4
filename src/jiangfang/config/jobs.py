"""What waits in the database to be done beside the pages: taken one by one, done, and never lost with a killed worker.

django-tasks-db keeps the tasks; its own worker neither takes up what a killed one left nor keeps values out of the
traces that it writes down, so the tasks are done here.
"""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from django.db import OperationalError, close_old_connections, connection
from django.db.models import Max
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import TaskContext
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from jiangfang.records.files.jobs import make
from jiangfang.records.files.models import Making

log = logging.getLogger(__name__)

Found: TypeAlias = "DBTaskResult[..., Any]"

# How often a task is begun at most: one that takes its worker down with it is not begun for ever.
TRIES = 5
LATER = timedelta(seconds=10)
# Another installation on the same database that says nothing for so long is gone.
LONGEST = timedelta(hours=6)
KEPT = timedelta(days=7)
# So many of those that wait are looked at for whose turn it is.
_LOOKED_AT = 500


def run_waiting(worker: str = "", go_on: Callable[[], bool] = lambda: True) -> int:
    """Do every task that waits, in this process, the urgent first; how many there were.

    A task that fails stays in the database as failed, and the next one is done.
    """
    done = 0
    while go_on() and (found := _taken(worker or f"pid-{os.getpid()}")):
        _do(found)
        done += 1
    return done


def _taken(worker: str) -> Found | None:
    """The next task, for this worker alone: of several who want it one changes the row."""
    for found in _in_turn()[:20]:
        ids = [*found.worker_ids, worker]
        waiting = DBTaskResult.objects.filter(pk=found.pk, status=TaskResultStatus.READY)
        if waiting.update(status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=ids):
            found.refresh_from_db()
            return found
    return None


def _in_turn() -> list[Found]:
    """What waits, the urgent first; of the files that were asked for those of the city that waits for its turn longest.

    Of one city those of whoever waits longest: who asks for many at once is given them in turn with the others.
    """
    ready: list[Found] = list(DBTaskResult.objects.ready()[:_LOOKED_AT])
    asked = {found.pk: found.args_kwargs["args"][0] for found in ready if found.task_path == make.module_path}
    if len(asked) < 2:
        return ready
    makings = Making.objects.filter(pk__in=set(asked.values()))
    whose = {pk: who for pk, *who in makings.values_list("pk", "federation", "person")}
    never = datetime.min.replace(tzinfo=UTC)
    cities: defaultdict[int, datetime] = defaultdict(lambda: never)
    people: defaultdict[int, datetime] = defaultdict(lambda: never)
    had = Making.objects.filter(attempt__gt=0).values_list("federation", "person")
    for city, person, last in had.annotate(last=Max("beat_at")):
        cities[city], people[person] = max(cities[city], last), last

    def turn(found: Found) -> tuple[int, datetime, datetime]:
        city, person = whose.get(asked.get(found.pk, 0), (0, 0))
        return -found.priority, cities[city], people[person]

    return sorted(ready, key=turn)


def _do(found: Found) -> None:
    """One task; what is written down of a fault is its kind and never its words, in which a value may stand."""
    try:
        task, call = found.task, found.args_kwargs
        context = (TaskContext(task_result=found.task_result),) if task.takes_context else ()
        value = normalize_json(task.call(*context, *call["args"], **call["kwargs"]))
    except BaseException as fault:
        _failed(found, fault)
        if not isinstance(fault, Exception):
            raise
    else:
        _end(found, TaskResultStatus.SUCCESSFUL, return_value=value)


def _failed(found: Found, fault: BaseException) -> None:
    """Failed for good; only a database that was busy or away is asked once more."""
    log.error("task %s failed", found.task_path, exc_info=fault)
    if not connection.in_atomic_block:
        close_old_connections()
    if isinstance(fault, OperationalError) and len(found.worker_ids) < TRIES:
        after = timezone.now() + LATER * 2 ** len(found.worker_ids)
        DBTaskResult.objects.filter(pk=found.pk).update(status=TaskResultStatus.READY, run_after=after)
        return
    _end(found, TaskResultStatus.FAILED, exception_class_path=f"{type(fault).__module__}.{type(fault).__qualname__}")


def _end(found: Found, status: TaskResultStatus, **values: object) -> None:
    DBTaskResult.objects.filter(pk=found.pk).update(status=status, finished_at=timezone.now(), **values)


def take_up(worker: str) -> int:
    """What a worker of this name began and did not end waits once more; how many. To be called while it rests."""
    count = 0
    for found in DBTaskResult.objects.running():
        mine = found.worker_ids[-1:] == [worker]
        if mine or found.started_at is None or found.started_at < timezone.now() - LONGEST:
            _given_back(found)
            count += 1
    return count


def _given_back(found: Found) -> None:
    log.warning("task %s was begun and not ended", found.task_path)
    if len(found.worker_ids) < TRIES:
        running = DBTaskResult.objects.filter(pk=found.pk, status=TaskResultStatus.RUNNING)
        running.update(status=TaskResultStatus.READY)
    else:
        _end(found, TaskResultStatus.FAILED, exception_class_path="jiangfang.Killed")


def forget(now: datetime) -> int:
    """Tasks that ended long ago are thrown away, with what they were called with; how many."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()[0]
