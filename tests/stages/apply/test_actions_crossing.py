"""Somebody starts an application while the office changes what it points to: neither waits for the other for ever."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from jiangfang.records.journal import queries as journal
from jiangfang.stages.announce import actions as announce
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.models import Application
from tests.stages.recommend.making import started
from tests.stages.world import World, world


def _extend(city: World, held: Event, written: Event) -> None:
    """The deed of the office, which stops once just before the journal, with the row of the recommender in its hand."""

    def stop(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "journal_head" in sql and not held.is_set():
            held.set()
            written.wait(1)
        return execute(sql, *rest)

    try:
        with connection.execute_wrapper(stop):
            announce.extend_deadline(
                recommender=city.recommender,
                day=city.today + timedelta(days=60),
                why="示例：道路中断",
                hat=city.clerk,
                at=city.at,
            )
    finally:
        connection.close()


def _start(city: World, held: Event, written: Event) -> None:
    try:
        held.wait(5)
        with transaction.atomic():
            started(city)
            written.set()
            time.sleep(0.3)
    finally:
        connection.close()


@pytest.mark.usefixtures("own_database")
def test_a_start_and_an_extension_do_not_stop_each_other() -> None:
    city, held, written = world(), Event(), Event()
    with ThreadPoolExecutor(2) as pool:
        deeds = [pool.submit(one, city, held, written) for one in (_extend, _start)]
        for deed in deeds:
            deed.result(timeout=60)
    assert Application.objects.count() == 1
    assert Recommender.objects.get(pk=city.recommender.pk).extended_to == city.today + timedelta(days=60)
    assert journal.verify(city.federation.pk) == []
