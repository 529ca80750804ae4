"""What goes on beside the pages as long as the server runs: tasks, and chores that come round. No fault ends it."""

from __future__ import annotations

import hashlib
import logging
import os
import platform
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NoReturn

from django.core.management import call_command
from django.db import close_old_connections, connections

from jiangfang.config import expiry, jobs, logs
from jiangfang.config.clock import moment
from jiangfang.config.keeping import nightly
from jiangfang.records.files.actions import clear
from jiangfang.records.files.jobs import tidy
from jiangfang.records.messages.jobs import send_waiting
from jiangfang.records.messages.jobs import tidy as throw_away
from jiangfang.stages.apply.jobs import tell_due
from jiangfang.stages.prove import binding

log = logging.getLogger(__name__)

PULSE = "keeper"
BEAT, PATIENCE = 1.0, 10.0
# A pulse older than this: nobody keeps house.
SILENT = timedelta(seconds=60)
TAKES_UP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that comes round. every: how long after it was done it is done again."""

    name: str
    every: timedelta
    do: Callable[[datetime], object]


def chores(data: Path, ends: datetime | None = None) -> Sequence[Chore]:
    """All that comes round. ends: when the certificate of the pages runs out, where they have one."""
    watched = [Chore("the certificate", timedelta(days=1), partial(expiry.watch, ends))] if ends else []
    return [
        *watched,
        Chore("mails", timedelta(seconds=5), send_waiting),
        Chore("the nightly copy", timedelta(minutes=10), partial(nightly, data)),
        Chore("files that were made", timedelta(minutes=10), tidy),
        Chore("contents that nobody has", timedelta(hours=1), clear),
        Chore("what was prepared for binding", timedelta(hours=1), binding.tidy),
        Chore("old messages", timedelta(days=1), throw_away),
        Chore("what falls due", timedelta(hours=6), tell_due),
        Chore("tasks that ended", timedelta(hours=1), jobs.forget),
        Chore("sign-ins that ran out", timedelta(hours=6), lambda now: call_command("clearsessions", verbosity=0)),
    ]


def name_of(data: Path) -> str:
    """The worker of a data folder on this machine: there is one, since the folder is held by one server."""
    return hashlib.sha256(f"{platform.node()}:{data}".encode()).hexdigest()[:16]


@dataclass
class Keeper:
    """Two threads, for the tasks and for the chores, so that neither waits for the other; a third feels their pulse."""

    data: Path
    round: Sequence[Chore] = ()
    ends: datetime | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)
    failing: dict[str, type[Exception]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.round = self.round or chores(self.data, self.ends)

    def start(self) -> None:
        """Begin. No thread keeps the process from ending: a task that is cut off is taken up at the next start."""
        for target in (self._tasks, self._chores):
            self.threads.append(threading.Thread(target=target, name=target.__name__, daemon=True))
        for thread in self.threads:
            thread.start()
        threading.Thread(target=self._pulse, name="pulse", daemon=True).start()

    def stop(self) -> None:
        """Begin nothing more, and wait a little for what is being done."""
        self.stopping.set()
        end = time.monotonic() + PATIENCE
        for thread in self.threads:
            thread.join(max(0.0, end - time.monotonic()))
        pulse_of(self.data).unlink(missing_ok=True)

    def _tasks(self) -> None:
        worker, last = name_of(self.data), -TAKES_UP.total_seconds()

        def beat() -> None:
            nonlocal last
            if time.monotonic() - last >= TAKES_UP.total_seconds():
                jobs.take_up(worker)
                last = time.monotonic()
            jobs.run_waiting(worker, lambda: not self.stopping.is_set())

        self._while_open(beat)

    def _chores(self) -> None:
        due = dict.fromkeys(range(len(self.round)), 0.0)

        def beat() -> None:
            for place, chore in enumerate(self.round):
                if time.monotonic() >= due[place] and not self.stopping.is_set():
                    self._safely(chore.name, partial(self._come_round, chore))
                    due[place] = time.monotonic() + chore.every.total_seconds()

        self._while_open(beat)

    def _come_round(self, chore: Chore) -> None:
        chore.do(moment())

    def _while_open(self, beat: Callable[[], object]) -> None:
        """Again and again, until the server stops."""
        try:
            while not self.stopping.is_set():
                self._safely(threading.current_thread().name, beat)
                self.stopping.wait(BEAT)
        finally:
            connections.close_all()

    def _safely(self, name: str, do: Callable[[], object]) -> None:
        """A fault is told once, until it works again: what fails each second would push all else out of the log."""
        try:
            close_old_connections()
            do()
        except Exception as fault:
            if self.failing.get(name) is not type(fault):
                log.exception("%s failed", name)
            self.failing[name] = type(fault)
            connections.close_all()
        else:
            self.failing.pop(name, None)
            close_old_connections()

    def _pulse(self) -> None:
        """A mark in the folder as long as both threads live: ``/healthz`` may be asked in another process."""
        while not self.stopping.is_set() and all(thread.is_alive() for thread in self.threads):
            try:
                pulse_of(self.data).parent.mkdir(mode=0o700, exist_ok=True)
                pulse_of(self.data).touch(mode=0o600)
            except OSError:
                log.exception("no pulse")
            self.stopping.wait(PATIENCE)


def pulse_of(data: Path) -> Path:
    """The file whose age tells whether somebody keeps house."""
    return data / logs.FOLDER / PULSE


def alive(data: Path, now: float) -> bool:
    """Whether tasks and chores are done. now: seconds, as a file's age is counted."""
    try:
        return now - pulse_of(data).stat().st_mtime < SILENT.total_seconds()
    except OSError:
        return False


@contextmanager
def process(data: Path, ends: datetime | None = None) -> Iterator[int]:
    """A keeper in a process of its own, begun anew when it dies, for as long as the block lasts. On POSIX alone.

    Fork it before any thread is begun and with no connection open. It ends with its parent, however that ends.
    """
    nurse = os.fork()
    if nurse == 0:
        _forked(lambda: _nurse(data, ends))
    try:
        yield nurse
    finally:
        _ended(nurse)


def _forked(do: Callable[[], None]) -> NoReturn:
    """What a fork does, and nothing of what its parent would have done after it."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.default_int_handler)
    try:
        do()
    except KeyboardInterrupt:
        pass
    except BaseException:
        log.exception("keeper failed")
    finally:
        os._exit(0)


def _nurse(data: Path, ends: datetime | None) -> None:
    """A keeper, and when it has died another one, as long as there is a parent."""
    parent = os.getppid()
    while os.getppid() == parent:
        child = os.fork()
        if child == 0:
            _forked(lambda: _keep(data, ends))
        try:
            while os.getppid() == parent and os.waitpid(child, os.WNOHANG) == (0, 0):
                time.sleep(BEAT)
        finally:
            _ended(child)
        time.sleep(BEAT)


def _keep(data: Path, ends: datetime | None) -> None:
    parent, keeper = os.getppid(), Keeper(data, ends=ends)
    keeper.start()
    try:
        while os.getppid() == parent:
            time.sleep(BEAT)
    finally:
        keeper.stop()


def _ended(child: int) -> None:
    """Told to stop, and waited for; it may be gone already."""
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)
