"""Whatever is brought, brought twice, referred to, removed, refused and lost: no bytes without a row, none missing."""

from __future__ import annotations

import io
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from jiangfang.core.problems import Refused
from jiangfang.records.files import actions, store
from jiangfang.records.files.checking import check
from jiangfang.records.files.models import Content, File
from jiangfang.records.files.store import Store, name_of
from jiangfang.records.files.trays import Place
from jiangfang.records.journal.queries import verify
from tests import contents
from tests.records.files.lying import used
from tests.records.world import City, later

THOSE = [contents.pdf(1), contents.pdf(2), contents.picture("PNG", size=(40, 30))]
TRAYS = ["studio-1", "studio-2", "application-1"]


class Machine(RuleBasedStateMachine):
    """What people do to contents, on one store and one database."""

    kept: Store
    town: City
    place: Place
    files = Bundle("files")

    def __init__(self) -> None:
        super().__init__()
        self.hours = 0
        self.brought: dict[int, bytes] = {}
        self.lost: set[str] = set()
        self.used: dict[int, Any] = {}

    def at(self) -> Any:
        self.hours += 1
        return later(hours=self.hours)

    @rule(target=files, content=st.sampled_from(THOSE), tray=st.sampled_from(TRAYS))
    def bring(self, content: bytes, tray: str) -> int:
        stream = io.BytesIO(content)
        made = actions.bring(tray=tray, place=self.place, name="x", content=stream, hat=self.town.worker, at=self.at())
        assert self.brought.setdefault(made.pk, content) == content
        return made.pk

    @rule(tray=st.sampled_from(TRAYS))
    def bring_nothing_good(self, tray: str) -> None:
        with pytest.raises(Refused):
            actions.bring(
                tray=tray,
                place=self.place,
                name="x.jpg",
                content=io.BytesIO(b"<svg/>"),
                hat=self.town.worker,
                at=self.at(),
            )

    @rule(pk=files)
    def use(self, pk: int) -> None:
        if pk in self.brought and pk not in self.used:
            self.used[pk] = used(File.objects.get(pk=pk), self.town)

    @rule(pk=consumes(files))
    def remove(self, pk: int) -> None:
        if pk not in self.brought:
            return
        file = File.objects.get(pk=pk)
        if pk in self.used:
            with pytest.raises(Refused):
                actions.remove(file=file, hat=self.town.worker, at=self.at())
            self.used.pop(pk).delete()
        actions.remove(file=file, hat=self.town.worker, at=self.at())
        del self.brought[pk]

    @rule(pk=files)
    def lose(self, pk: int) -> None:
        """Somebody deletes it in the folder; it is noticed, or it is not."""
        if pk in self.brought:
            content = File.objects.get(pk=pk).content
            self.kept.drop(name_of(content.sha256))
            with pytest.raises(store.Lost):
                store.open(content)
            self.lost.add(content.sha256)

    @rule(days=st.integers(0, 2))
    def time_goes_by(self, days: int) -> None:
        self.hours += days * 24
        actions.clear(self.at())

    @invariant()
    def every_file_can_be_read(self) -> None:
        for pk, content in self.brought.items():
            found = File.objects.select_related("content").get(pk=pk).content
            if found.lost_at is None:
                with store.open(found) as there:
                    assert there.read() == content
        assert File.objects.count() == len(self.brought)

    @invariant()
    def all_bytes_have_a_row_and_every_row_its_bytes(self) -> None:
        lying = {one.sha256 for one in self.kept.lying()}
        sound = set(Content.objects.filter(lost_at=None).values_list("sha256", flat=True))
        assert sound == lying
        for content in Content.objects.all():
            assert (content.left_at is None) == content.files.exists()

    def teardown(self) -> None:
        for pk in list(self.brought):
            if pk in self.used:
                self.used.pop(pk).delete()
            actions.remove(file=File.objects.get(pk=pk), hat=self.town.worker, at=self.at())
        actions.clear(later(hours=self.hours + 25))
        assert not Content.objects.exists()
        assert list(self.kept.lying()) == []
        assert check(at=later(hours=self.hours + 25), mend=False).problems == []
        assert verify(self.town.federation.pk) == []


def test_nothing_is_left_and_nothing_is_missing(kept: Store, town: City, place: Place) -> None:
    run_state_machine_as_test(
        type("OnThis", (Machine,), {"kept": kept, "town": town, "place": place}),
        settings=hypothesis.settings(
            max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert (File.objects.count(), Content.objects.count(), list(kept.lying())) == (0, 0, [])
