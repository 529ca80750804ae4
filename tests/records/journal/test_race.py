"""Two writers at once: both land, and the chain holds. Real transactions, so on a copy of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from django.db import connection

from jiangfang.core.journal import Actor, Subject
from jiangfang.records.journal import actions, queries
from jiangfang.records.journal.models import Entry
from tests.engines import Engine

WRITERS, EACH = 4, 6


def test_writers_at_once_all_land_and_the_chain_holds(own_database: Engine) -> None:
    start = Barrier(WRITERS)

    def write(writer: int) -> None:
        start.wait()
        try:
            for turn in range(EACH):
                actions.record(
                    federation=1,
                    actor=Actor(writer, f"写{writer}"),
                    hat="",
                    deed="race.run",
                    subject=Subject("race", str(turn), "赛"),
                    after={"phone": str(turn)},
                    personal=("phone",),
                    at=datetime(2024, 11, 20, tzinfo=UTC),
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, WRITERS * EACH + 1))
    assert queries.verify(1) == []
