"""A check finds what does not agree, says it, writes nothing unless it is asked to, and mends what is safe to mend."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from jiangfang.core.problems import Problem, Refused, Severity
from jiangfang.records.files import actions, queries, store
from jiangfang.records.files.address import Address
from jiangfang.records.files.checking import Checked, check
from jiangfang.records.files.models import Content, File, Upload
from jiangfang.records.files.store import Folder, Store, name_of
from jiangfang.records.files.trays import Place
from jiangfang.records.journal.models import Entry as Written
from tests import contents
from tests.records.files.lying import used
from tests.records.world import AT, City, later

NOW = later(days=3)
PDF, PHOTO = contents.pdf(2), contents.picture("JPEG")


@pytest.fixture
def bring(town: City, place: Place) -> Callable[[bytes, str], File]:
    """Bring something, which then lies with an entry."""

    def bringing(content: bytes, name: str = "示例.pdf", tray: str = "studio-1") -> File:
        stream = io.BytesIO(content)
        made = actions.bring(tray=tray, place=place, name=name, content=stream, hat=town.worker, at=AT)
        used(made, town)
        return made

    return bringing


@pytest.fixture
def spare(tmp_path: Path) -> Folder:
    """The contents that the copies share."""
    return Folder(tmp_path / "backups" / "files")


def put(kept: Store, content: bytes, spot: Path, sha256: str = "") -> str:
    sha256 = sha256 or hashlib.sha256(content).hexdigest()
    (spot / "x").write_bytes(content)
    kept.put(sha256, spot / "x")
    (spot / "x").unlink()  # it may be the same file under two names
    return sha256


def told(done: Checked) -> list[tuple[str, Severity]]:
    return [(problem.code, problem.severity) for problem in done.problems]


def only(done: Checked) -> Problem:
    (problem,) = done.problems
    return problem


def rows() -> list[object]:
    return [*Content.objects.order_by("pk").values_list(), *File.objects.order_by("pk").values_list()]


def test_where_all_is_well_nothing_is_said(kept: Store, bring: Callable[..., File]) -> None:
    for content, name in ((PDF, "一.pdf"), (PHOTO, "二.jpg")):
        bring(content, name)
    for mend in (False, True):
        done = check(at=NOW, mend=mend)
        assert (done.problems, done.contents, done.bytes, done.mended) == ([], 2, len(PDF) + len(PHOTO), 0)


def test_bytes_without_a_row(kept: Store, bring: Callable[..., File], tmp_path: Path) -> None:
    bring(PDF)
    sha256 = put(kept, b"nobody's", tmp_path)
    assert told(check(at=NOW, mend=False)) == [("content_orphan", Severity.WARNING)]
    assert kept.size(sha256) == 8
    done = check(at=NOW, mend=True)
    assert (told(done), done.mended, kept.size(sha256)) == ([("content_orphan", Severity.NOTE)], 1, None)
    assert check(at=NOW, mend=True).problems == []


@pytest.mark.parametrize("instead", [None, b"other", PDF[:-1] + b"?"], ids=["none", "shorter", "other"])
def test_a_row_without_its_bytes(
    kept: Store, bring: Callable[..., File], tmp_path: Path, spare: Folder, instead: bytes | None
) -> None:
    file = bring(PDF, "示例证书.pdf")
    bring(PDF, "二.pdf", "studio-2")
    sha256, before = file.content.sha256, rows()
    kept.drop(name_of(sha256))
    if instead is not None:
        put(kept, instead, tmp_path, sha256)
    done = check(at=NOW, mend=False, spare=spare)
    problem = only(done)
    assert (problem.code, problem.severity, problem.where, done.contents) == ("content_lost", Severity.ERROR, sha256, 0)
    assert problem.message.startswith("“示例证书.pdf”（studio-1）、“二.pdf”（studio-2）：内容")
    assert rows() == before
    assert told(check(at=NOW, mend=True, spare=spare)) == [("content_lost", Severity.ERROR)]
    assert Content.objects.get().lost_at == NOW
    put(spare, PDF[:-1] + b"!", tmp_path, sha256)
    assert told(check(at=NOW, mend=True, spare=spare)) == [("content_lost", Severity.ERROR)]
    put(spare, PDF, tmp_path)
    done = check(at=NOW, mend=True, spare=spare)
    assert (told(done), done.mended) == ([("content_restored", Severity.NOTE)], 1)
    assert rows() == before
    with store.open(file.content) as content:
        assert content.read() == PDF
    assert list(queries.on_its_way().glob("*")) == []


def test_what_was_lost_and_is_there_again(kept: Store, bring: Callable[..., File]) -> None:
    bring(PDF)
    Content.objects.update(lost_at=AT)
    assert told(check(at=NOW, mend=False)) == [("content_found", Severity.NOTE)]
    assert Content.objects.get().lost_at == AT
    check(at=NOW, mend=True)
    assert Content.objects.get().lost_at is None


def test_what_no_file_is_of_any_more(kept: Store, bring: Callable[..., File], town: City) -> None:
    file = bring(PDF)
    file.entries.all().delete()
    actions.remove(file=file, hat=town.worker, at=AT)
    assert check(at=AT + timedelta(hours=23), mend=True).problems == []
    assert told(check(at=NOW, mend=False)) == [("content_left", Severity.NOTE)]
    Content.objects.update(left_at=None)
    done = check(at=NOW, mend=True)
    assert (told(done), done.mended, Content.objects.exists(), list(kept.lying())) == (
        [("content_left", Severity.NOTE)], 1, False, [],
    )  # fmt: skip


def test_files_to_which_nothing_refers_are_only_told(
    kept: Store, bring: Callable[..., File], town: City, place: Place
) -> None:
    bring(PDF)
    for seed in range(4):
        stream = io.BytesIO(contents.pdf(1, seed))
        actions.bring(tray="studio-2", place=place, name=f"{seed}.pdf", content=stream, hat=town.worker, at=AT)
    problem = only(check(at=NOW, mend=True))
    assert (problem.code, problem.severity, problem.where) == ("file_unused", Severity.NOTE, "studio-2")
    assert problem.message == "studio-2：4 份文件没有用在任何地方（“0.pdf”、“1.pdf”、“2.pdf”等），只是告诉，没有动"
    assert File.objects.count() == 5


def test_what_stood_still_on_its_way(kept: Store, town: City) -> None:
    def upload(key: str, **since: int) -> None:
        Upload.objects.create(
            key=key, tray="studio-1", federation=town.federation, organisation=town.unit, hat=town.worker, name="x",
            size=9, began_at=AT, beat_at=NOW - timedelta(**since),
        )  # fmt: skip
        queries.part_of(key).write_bytes(b"part")

    queries.on_its_way().mkdir()
    upload("new", hours=1)
    upload("old", hours=25)
    for name, age in ((".brought-new", 1), (".brought-old", 25)):
        queries.part_of(name).touch()
        os.utime(queries.part_of(name), ((NOW - timedelta(hours=age)).timestamp(),) * 2)
    problem = only(check(at=NOW, mend=False))
    assert (problem.code, problem.message[:2]) == ("upload_stale", "2 ")
    assert only(check(at=NOW, mend=True)).message.endswith("已清除")
    assert sorted(path.name for path in queries.on_its_way().iterdir()) == [".brought-new", "new"]
    assert check(at=NOW, mend=True).problems == []


def test_what_is_not_ours_stays(data: Path, town: City) -> None:
    for name, age in (("x.txt", 9), ("ab/.half-old", 9), ("ab/.half-new", 0)):
        spot = data / "files" / name
        spot.parent.mkdir(parents=True, exist_ok=True)
        spot.touch()
        os.utime(spot, ((NOW - timedelta(days=age)).timestamp(),) * 2)
    found = [("content_half", Severity.WARNING), ("content_strange", Severity.WARNING)]
    assert sorted(told(check(at=NOW, mend=False))) == found
    assert sorted(told(check(at=NOW, mend=True))) == [("content_half", Severity.NOTE), found[1]]
    assert sorted(path.name for path in (data / "files").rglob("*") if path.is_file()) == [".half-new", "x.txt"]


def test_while_the_store_is_away_nothing_is_lost(
    data: Path, bucket: Address, settings: Settings, bring: Callable[..., File]
) -> None:
    bring(PDF)
    settings.FILES = Address(bucket.bucket, endpoint="http://127.0.0.1:9", region="r", key="k", secret="s")
    with pytest.raises(Refused, match="连不上"):
        check(at=NOW, mend=True)
    assert Content.objects.get().lost_at is None


def test_mending_is_no_deed(kept: Store, bring: Callable[..., File], tmp_path: Path) -> None:
    bring(PDF)
    before = Written.objects.count()
    put(kept, b"x", tmp_path)
    check(at=NOW, mend=True)
    assert Written.objects.count() == before
