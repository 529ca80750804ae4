"""Two at the same moment: one form adds one entry, one change wins and the other is told, one list is added once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.records.journal import queries as journal
from jiangfang.records.ledger import actions
from jiangfang.records.ledger.models import Entry
from tests.engines import Engine
from tests.records.ledger.keeping import PATENT, entry_of, studio_of, token
from tests.records.world import AT, city, hat


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """All at once; what came of each, a refusal as itself."""
    gate = Barrier(len(deeds))

    def done(deed: Callable[[], Any]) -> Any:
        try:
            gate.wait(20)
            return deed()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as beside:
        return list(beside.map(done, deeds))


def test_one_form_from_two_windows_is_one_entry(own_database: Engine) -> None:
    town = city()
    studio, once = studio_of(town.worker), token()

    def add() -> Any:
        return actions.add(studio=studio, kind="patent", typed=PATENT, token=once, hat=town.worker, at=AT)

    assert sorted(one.again for one in together(*[add] * 4)) == [False, True, True, True]
    assert Entry.objects.count() == 1
    assert journal.verify(town.federation.pk) == []


def test_of_two_changes_of_one_box_one_is_kept_and_the_other_is_told(own_database: Engine) -> None:
    town = city()
    colleague, studio = hat(town.unit, Role.UNIT, "colleague"), studio_of(town.worker)
    entry = entry_of(studio, town.worker)

    def change(worn: Any, title: str) -> Any:
        typed = {**PATENT, "title": title}
        return actions.change(entry=entry, typed=typed, base=1, shown=PATENT, hat=worn, at=AT)

    found = together(lambda: change(town.worker, "我的"), lambda: change(colleague, "同事的"))
    assert sorted(len(one.clashes) for one in found) == [0, 1]
    kept = Entry.objects.get()
    assert (kept.version, kept.title in ("我的", "同事的")) == (2, True)


def test_one_list_from_two_windows_is_added_once(own_database: Engine) -> None:
    town = city()
    studio, once = studio_of(town.worker), token()
    rows = [(f"第 {number} 行", {**PATENT, "title": f"示例{number}"}) for number in range(3)]

    def add() -> Any:
        return actions.add_all(studio=studio, kind="patent", rows=rows, again=True, token=once, hat=town.worker, at=AT)

    found = together(add, add)
    assert sum(isinstance(one, Refused) for one in found) == 1
    assert Entry.objects.count() == 3
