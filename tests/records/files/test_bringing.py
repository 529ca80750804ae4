"""A file is brought, looked at, kept once, turned, named, removed; what is refused leaves nothing."""

from __future__ import annotations

import errno
import hashlib
import io
import resource
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from jiangfang.core.problems import Refused
from jiangfang.core.proofs import MB, NAMELESS, Limits
from jiangfang.documents.inspecting.apart import inspect
from jiangfang.records.files import actions, queries, store
from jiangfang.records.files.actions import bringing
from jiangfang.records.files.address import Address
from jiangfang.records.files.models import Content, File
from jiangfang.records.files.store import Store
from jiangfang.records.files.trays import Place
from jiangfang.records.journal.models import Entry as Written
from jiangfang.records.journal.models import Secret
from jiangfang.records.journal.queries import verify
from jiangfang.records.people.models import Hat
from tests import contents
from tests.records.files.lying import sound
from tests.records.world import AT, City, later

TRAY = "studio-12"
PDF, PHOTO = contents.pdf(3), contents.picture("JPEG", seed=7)


def test_what_is_brought_is_there(kept: Store, bring: Callable[..., File], town: City) -> None:
    made = bring(PDF, "C:\\扫描\\示例证书.PDF")
    assert (made.name, made.tray, made.turned, made.who, made.at) == ("示例证书.pdf", TRAY, 0, "示例甲unit", AT)
    assert (made.federation, made.organisation, made.person) == (town.federation, town.unit, town.worker.person)
    found = made.content
    assert (found.sha256, found.size) == (hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert (found.kind, found.type, found.pages, found.script, found.left_at) == (
        "pdf",
        "application/pdf",
        3,
        False,
        None,
    )
    with store.open(found) as content:
        assert content.read() == PDF
    sound(kept)


def test_the_journal_says_what_and_keeps_the_name_to_itself(
    kept: Store, bring: Callable[..., File], town: City
) -> None:
    made = bring(PDF, "张示例的证书.pdf")
    said = Written.objects.get(deed="file.brought")
    assert (said.subject_kind, said.subject_id, said.subject_name, said.actor_name) == (
        "file",
        str(made.pk),
        "PDF",
        "示例甲unit",
    )
    assert "张示例" not in said.after
    assert made.content.sha256 in said.after
    assert Secret.objects.get(entry=said).value == '"\\u5f20\\u793a\\u4f8b\\u7684\\u8bc1\\u4e66.pdf"'
    assert verify(town.federation.pk) == []


def test_a_name_is_what_the_content_is(kept: Store, bring: Callable[..., File]) -> None:
    assert bring(PHOTO, "IMG_1.pdf").name == "IMG_1.jpg"
    assert bring(contents.picture("HEIF"), "IMG_2.jpg").name == "IMG_2.heic"
    assert bring(contents.old_word(), "总结.wps").content.kind == "wps"
    assert bring(PDF, "../\u202e\0").name == f"{NAMELESS}.pdf"
    picture = Content.objects.get(kind="jpeg")
    assert (picture.width, picture.height, picture.pages, len(picture.look)) == (320, 240, 1, 16)


def test_the_same_content_is_kept_once(kept: Store, bring: Callable[..., File], town: City) -> None:
    first, other = bring(PDF, "一.pdf"), bring(PDF, "二.pdf", tray="studio-13", at=later(minutes=1))
    assert first.pk != other.pk
    assert first.content_id == other.content_id
    assert Content.objects.count() == 1
    sound(kept)


def test_the_same_in_one_tray_is_the_file_that_is_there(kept: Store, bring: Callable[..., File]) -> None:
    first, again = bring(PDF, "一.pdf"), bring(PDF, "二.pdf", at=later(minutes=1))
    assert (again.pk, again.name, again.at) == (first.pk, "一.pdf", AT)
    assert Written.objects.filter(deed="file.brought").count() == 1


class TestWhatIsRefused:
    def refused(self, bring: Callable[..., File], content: bytes, says: str, **how: object) -> str:
        with pytest.raises(Refused, match=says) as fault:
            bring(content, **how)
        assert not File.objects.exists()
        assert not Content.objects.exists()
        assert not Written.objects.filter(deed__startswith="file.").exists()
        sound(store.chosen())
        return fault.value.problems[0].code

    def test_what_is_no_proof(self, kept: Store, bring: Callable[..., File]) -> None:
        assert self.refused(bring, b"<html></html>", "是网页", name="证书.jpg") == "file_kind"
        assert self.refused(bring, b"", "是空的") == "file_kind"
        assert self.refused(bring, contents.bomb(), "像素太多") == "unreadable_file"
        assert self.refused(bring, contents.pdf(1, password="x"), "加了密码") == "unreadable_file"

    def test_what_is_too_much(self, kept: Store, bring: Callable[..., File]) -> None:
        assert self.refused(bring, PDF, "最多 2 页", limits=Limits(pages=2)) == "too_many_pages"
        assert self.refused(bring, PDF, "这里只收 JPG", limits=Limits(kinds=("jpeg",))) == "file_kind"
        assert self.refused(bring, PDF, "最多 1 KB", limits=Limits(bytes=100)) == "file_too_large"
        assert self.refused(bring, PDF, "最多 1 KB", limits=Limits(together=100)) == "too_many_files"

    def test_more_bytes_than_may_be_are_not_even_read(self, kept: Store, town: City, place: Place) -> None:
        class Endless(io.RawIOBase):
            given = 0

            def read(self, size: int = -1) -> bytes:
                assert size > 0
                self.given += size
                return b"\0" * size

        stream = Endless()
        limits = replace(place, limits=Limits(bytes=3 * MB))
        with pytest.raises(Refused, match="一份文件最多 3 MB"):
            actions.bring(tray=TRAY, place=limits, name="a.pdf", content=stream, hat=town.worker, at=AT)  # type: ignore[arg-type]
        assert stream.given <= 5 * MB
        sound(kept)

    def test_more_files_than_may_lie_in_a_tray(self, kept: Store, bring: Callable[..., File]) -> None:
        for seed in range(2):
            bring(contents.pdf(1, seed), limits=Limits(files=2))
        with pytest.raises(Refused, match="已经有 2 份文件"):
            bring(contents.pdf(1, 2), limits=Limits(files=2))
        bring(contents.pdf(1, 1), limits=Limits(files=2))
        bring(contents.pdf(1, 2), limits=Limits(files=2), tray="studio-9")
        sound(kept)

    def test_a_line_that_breaks_leaves_nothing(self, kept: Store, town: City, place: Place) -> None:
        class Broken(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                if self.tell():
                    raise ConnectionResetError(errno.ECONNRESET, "gone")
                return super().read(10)

        with pytest.raises(Refused):
            actions.bring(tray=TRAY, place=place, name="a.pdf", content=Broken(PDF), hat=town.worker, at=AT)
        sound(kept)

    def test_an_entry_that_cannot_be_written_leaves_nothing(
        self, kept: Store, bring: Callable[..., File], town: City
    ) -> None:
        town.worker.role = "nobody"
        with pytest.raises(ValueError, match="nobody"):
            bring(PDF)
        assert not File.objects.exists()
        assert not Content.objects.exists()
        sound(kept)


@pytest.fixture
def full(settings: Settings) -> Iterator[Callable[[int], None]]:
    """No file of this process may grow beyond so many bytes, as on a disk that is full."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def test_a_disk_that_is_full(
    kept: Store, bring: Callable[..., File], full: Callable[[int], None], tmp_path: Path
) -> None:
    big = contents.picture("BMP", size=(4000, 3000))
    full(30_000_000)
    with pytest.raises(Refused, match="告诉管理员腾出地方") as fault:
        bring(big)
    assert fault.value.problems[0].code == "no_room"
    assert not Content.objects.exists()
    sound(kept)
    full(resource.RLIM_INFINITY)
    assert bring(big).content.size == len(big)
    sound(kept)


def test_a_folder_that_cannot_be_written(data: Path, bring: Callable[..., File]) -> None:
    (data / "files").write_text("no folder")
    with pytest.raises(Refused, match="用不了") as fault:
        bring(PDF)
    assert fault.value.problems[0].code == "store_away"
    assert not Content.objects.filter(left_at=None).exists()
    assert not File.objects.exists()
    (data / "files").unlink()
    assert actions.clear(later(days=2)) <= 1
    assert bring(PDF).name == "示例.pdf"


class TestAnObjectStoreThatIsAway:
    def test_nothing_is_taken_and_nothing_is_lost(
        self, data: Path, bucket: Address, settings: Settings, bring: Callable[..., File]
    ) -> None:
        settings.FILES = bucket
        old = bring(PHOTO, "旧.jpg")
        settings.FILES = replace(bucket, endpoint="http://127.0.0.1:9")
        with pytest.raises(Refused, match="连不上") as fault:
            bring(PDF)
        assert fault.value.problems[0].code == "store_away"
        assert list(File.objects.all()) == [old]
        assert list(queries.on_its_way().glob("*")) == []
        actions.remove(file=old, hat=old_hat(old), at=later(hours=1))
        assert actions.clear(later(days=2)) == 0
        settings.FILES = bucket
        actions.clear(later(days=2))
        assert not Content.objects.exists()
        bring(PDF)
        sound(store.chosen())


def old_hat(file: File) -> Hat:
    return Hat.objects.select_related("organisation", "person").get(person=file.person)


class TestWhatIsLost:
    def test_bringing_it_once_more_mends_it(self, kept: Store, bring: Callable[..., File], tmp_path: Path) -> None:
        first = bring(PDF, "一.pdf")
        kept.drop(store.name_of(first.content.sha256))
        with pytest.raises(store.Lost):
            store.open(first.content)
        again = bring(PDF, at=later(hours=1))
        assert (again.pk, again.name) == (first.pk, "一.pdf")
        again.content.refresh_from_db()
        assert again.content.lost_at is None
        store.open(again.content).close()
        sound(kept)

    def test_other_bytes_in_its_place_are_mended_too(
        self, kept: Store, bring: Callable[..., File], tmp_path: Path
    ) -> None:
        first = bring(PDF)
        (tmp_path / "x").write_bytes(b"x" * len(PDF))
        kept.put(first.content.sha256, tmp_path / "x")
        with pytest.raises(store.Lost):
            store.open(first.content)
        store.open(bring(PDF, tray="studio-13").content).close()


def test_a_row_that_another_one_claimed_meanwhile_is_not_enough(kept: Store, town: City, place: Place) -> None:
    """Between two steps somebody throws the content away, and a third begins to bring it: the bytes are put again."""
    made = File(federation=town.federation, organisation=town.unit, tray=TRAY, name="a.pdf", at=AT)
    made.person, made.who = town.worker.person, "示例"
    with bringing._here(io.BytesIO(PDF), "a.pdf", place.limits) as brought:
        found = inspect(brought.path, "a.pdf")
        bringing._claim(brought, found, AT)
        bringing._put(brought)
        actions.let_go(brought.sha256)
        for claims in (False, True):
            if claims:
                bringing._claim(brought, found, AT)
            with pytest.raises(bringing._Vanished):
                bringing._file_of(brought, made, town.worker, place.limits)
        bringing._put(brought)
        assert bringing._file_of(brought, made, town.worker, place.limits).content.left_at is None
    sound(kept)
