"""A file is turned, named and removed; its content goes when it is nobody's any more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from jiangfang.core.problems import Refused
from jiangfang.records.files import actions, queries, store
from jiangfang.records.files.models import Content, File, Upload
from jiangfang.records.files.store import Store
from jiangfang.records.journal.models import Entry as Written
from jiangfang.records.journal.queries import verify
from tests import contents
from tests.records.files.lying import sound, used
from tests.records.world import AT, City, later

TRAY = "studio-12"
PDF, PHOTO = contents.pdf(3), contents.picture("JPEG", seed=7)


class TestRemoving:
    def test_the_content_goes_a_day_after_its_last_file(
        self, kept: Store, bring: Callable[..., File], town: City
    ) -> None:
        first, other = bring(PDF), bring(PDF, tray="studio-13")
        actions.remove(file=first, hat=town.worker, at=later(hours=1))
        assert actions.clear(later(days=9)) == 0
        actions.remove(file=other, hat=town.worker, at=later(hours=2))
        assert not File.objects.exists()
        assert actions.clear(later(hours=26)) == 0
        store.open(Content.objects.get()).close()
        assert actions.clear(later(hours=26, seconds=1)) == 1
        assert not Content.objects.exists()
        sound(kept)
        assert Written.objects.filter(deed="file.removed").count() == 2
        assert verify(town.federation.pk) == []

    def test_who_brings_it_again_meanwhile_keeps_it(self, kept: Store, bring: Callable[..., File], town: City) -> None:
        actions.remove(file=bring(PDF), hat=town.worker, at=later(hours=1))
        again = bring(PDF, at=later(hours=2))
        assert actions.clear(later(days=9)) == 0
        store.open(again.content).close()

    def test_not_while_something_refers_to_it(self, kept: Store, bring: Callable[..., File], town: City) -> None:
        file = bring(PDF)
        refers = [used(file, town), used(file, town)]
        with pytest.raises(Refused, match="还用在 2 处") as fault:
            actions.remove(file=file, hat=town.worker, at=later(hours=1))
        assert fault.value.problems[0].code == "file_in_use"
        for one in refers:
            one.delete()
        Upload.objects.create(
            key="k", tray=TRAY, federation=town.federation, organisation=town.unit, hat=town.worker, name="x", size=1,
            began_at=AT, beat_at=AT, file=file,
        )  # fmt: skip
        actions.remove(file=file, hat=town.worker, at=later(hours=1))
        assert Upload.objects.get().file is None

    def test_everything_that_can_refer_is_seen(self) -> None:
        """Of every room, and also of those that are built later."""
        seen = {model._meta.label for model, _ in queries.referring()}
        assert {"ledger.EntryFile", "prove.Piece"} <= seen
        assert "files.Upload" not in seen

    def test_one_that_is_gone_is_gone(self, kept: Store, bring: Callable[..., File], town: City) -> None:
        file = bring(PDF)
        actions.remove(file=file, hat=town.worker, at=later(hours=1))
        for again in (
            lambda: actions.remove(file=file, hat=town.worker, at=later(hours=1)),
            lambda: actions.turn(file=file, degrees=90, hat=town.worker, at=later(hours=1)),
            lambda: actions.rename(file=file, name="x", hat=town.worker, at=later(hours=1)),
        ):
            with pytest.raises(Refused, match="已经删除"):
                again()


def test_turning(kept: Store, bring: Callable[..., File], town: City) -> None:
    file = bring(PHOTO)
    for degrees, stands in ((90, 90), (270, 0), (180, 180), (270, 90)):
        assert actions.turn(file=file, degrees=degrees, hat=town.worker, at=AT).turned == stands
    assert File.objects.get().turned == 90
    for degrees in (0, 45, 360, -90):
        with pytest.raises(Refused, match="只能转"):
            actions.turn(file=file, degrees=degrees, hat=town.worker, at=AT)
    assert Written.objects.filter(deed="file.turned").count() == 4


def test_renaming(kept: Store, bring: Callable[..., File], town: City) -> None:
    file = bring(PHOTO, "IMG_1.jpg")
    assert actions.rename(file=file, name="专利证书 1", hat=town.worker, at=AT).name == "专利证书 1.jpg"
    assert actions.rename(file=file, name="a/b.pdf", hat=town.worker, at=AT).name == "b.jpg"
    assert actions.rename(file=file, name="b.jpg", hat=town.worker, at=AT).name == "b.jpg"
    with pytest.raises(Refused, match="不能是空的"):
        actions.rename(file=file, name=" \n", hat=town.worker, at=AT)
    assert File.objects.get().name == "b.jpg"
    assert Written.objects.filter(deed="file.renamed").count() == 2
    assert File.objects.get().at == AT


def test_bytes_that_nobody_knows_are_let_go(kept: Store, town: City, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(b"x").hexdigest()
    (tmp_path / "x").write_bytes(b"x")
    kept.put(sha256, tmp_path / "x")
    assert actions.let_go(sha256)
    assert list(kept.lying()) == []
    assert not Content.objects.exists()
