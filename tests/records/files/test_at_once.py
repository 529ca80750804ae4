"""Many bring and remove the same content at once: it is kept once, and whoever has a file of it can read it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Event, Thread

import pytest
from django.db import connection
from pytest_django import Settings

from jiangfang.core.problems import Refused
from jiangfang.core.proofs import Limits
from jiangfang.records.files import actions, queries, store
from jiangfang.records.files.actions import uploading
from jiangfang.records.files.checking import check
from jiangfang.records.files.models import Content, File, Upload
from jiangfang.records.files.store import Store
from jiangfang.records.files.trays import Place
from jiangfang.records.journal.queries import verify
from tests import contents
from tests.engines import Engine
from tests.records.world import AT, City, city, later

WRITERS = 4
PDF = contents.pdf(1)


@pytest.fixture
def town(own_database: Engine, kept: Store) -> City:
    return city()


def bring(town: City, tray: str, content: bytes = PDF, limits: Limits | None = None) -> File:
    place = Place(town.federation, town.unit)
    spot = replace(place, limits=limits) if limits else place
    return actions.bring(tray=tray, place=spot, name="a.pdf", content=io.BytesIO(content), hat=town.worker, at=AT)


def all_at_once(do: Callable[[int], object]) -> list[object]:
    start = Barrier(WRITERS)

    def one(number: int) -> object:
        start.wait()
        try:
            return do(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


def sound(kept: Store) -> None:
    assert {one.sha256: one.size for one in kept.lying()} == dict(Content.objects.values_list("sha256", "size"))
    for file in File.objects.select_related("content"):
        store.open(file.content).close()
    assert list(queries.on_its_way().glob("*")) == []


def test_the_same_to_several_trays(town: City, kept: Store) -> None:
    all_at_once(lambda number: bring(town, f"studio-{number + 1}"))
    assert (Content.objects.count(), File.objects.count()) == (1, WRITERS)
    assert Content.objects.get().left_at is None
    sound(kept)
    assert verify(town.federation.pk) == []


def test_the_same_to_one_tray(town: City, kept: Store) -> None:
    made = all_at_once(lambda number: bring(town, "studio-1").pk)
    assert (len(set(made)), File.objects.count()) == (1, 1)
    sound(kept)


def test_who_brings_it_while_it_is_thrown_away_has_it(town: City, kept: Store, settings: Settings) -> None:
    """One thread throws away whatever nobody has, as fast as it can, whatever its age."""
    stop, faults = Event(), list[BaseException]()

    def sweep() -> None:
        try:
            while not stop.is_set():
                for sha256 in list(Content.objects.values_list("sha256", flat=True)):
                    actions.let_go(sha256)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    def come_and_go(number: int) -> None:
        chance = random.Random(number)
        for turn in range(4):
            try:
                file = bring(town, f"studio-{number + 1}", contents.pdf(1, chance.randrange(2)))
            except Refused as refused:
                assert refused.problems[0].code == "store_away"
                continue
            store.open(file.content).close()
            if turn % 2:
                actions.remove(file=file, hat=town.worker, at=later(hours=turn))

    sweeper = Thread(target=sweep)
    sweeper.start()
    try:
        all_at_once(come_and_go)
    finally:
        stop.set()
        sweeper.join(60)
    assert faults == []
    sound(kept)
    for file in File.objects.all():
        actions.remove(file=file, hat=town.worker, at=AT)
    actions.clear(AT + timedelta(days=2))
    assert not Content.objects.exists()
    assert list(kept.lying()) == []
    assert verify(town.federation.pk) == []


def test_one_who_is_refused_takes_nothing_from_another(town: City, kept: Store) -> None:
    def come(number: int) -> None:
        if number % 2:
            bring(town, f"studio-{number + 1}")
        else:
            with pytest.raises(Refused):
                bring(town, f"studio-{number + 1}", limits=Limits(kinds=("png",)))

    all_at_once(come)
    assert File.objects.count() == WRITERS // 2
    sound(kept)
    assert check(at=later(days=2), mend=True).mended == 0


def refused(do: Callable[[], object]) -> list[str]:
    """The codes with which it was refused, none where it was done."""
    try:
        do()
    except Refused as found:
        return [problem.code for problem in found.problems]
    return []


@pytest.mark.parametrize(
    "limits",
    [Limits(files=2), Limits(together=2 * len(PDF) + len(PDF) // 2)],
    ids=["in number", "in size"],
)
def test_what_is_brought_at_once_never_passes_the_limit_of_a_tray(town: City, kept: Store, limits: Limits) -> None:
    each = [contents.pdf(1, number + 1) for number in range(WRITERS)]
    told = all_at_once(lambda number: refused(lambda: bring(town, "studio-1", each[number], limits)))
    assert sorted(map(str, told)) == ["['too_many_files']"] * 2 + ["[]"] * 2
    assert File.objects.filter(tray="studio-1").count() == 2
    sound(kept)
    assert verify(town.federation.pk) == []


def test_what_begins_to_come_at_once_never_passes_it(town: City, kept: Store) -> None:
    place = Place(town.federation, town.unit, Limits(files=2))

    def begin(number: int) -> object:
        return uploading.begin_upload(
            tray="studio-1", place=place, name=f"{number}.pdf", size=9, hat=town.worker, at=AT
        )

    told = all_at_once(lambda number: refused(lambda: begin(number)))
    assert sorted(map(str, told)) == ["['too_many_files']"] * 2 + ["[]"] * 2
    assert Upload.objects.count() == 2
