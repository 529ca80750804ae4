"""What was uploaded is in a copy, from whichever store and into whichever; the copies of a machine share it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from jiangfang.config import folder, keeping
from jiangfang.config.keeping import contents, copies, manifest
from jiangfang.core.problems import Refused
from jiangfang.records.files.address import Address
from jiangfang.records.files.store import Folder, Store, name_of
from tests.buckets import Buckets
from tests.engines import Engine, OnSqlite
from tests.records.world import city

NIGHT = datetime(2026, 3, 2, 3, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FIRST, SECOND, EMPTY = b"\xff\xd8 the first" * 9_000, b"%PDF the second", b""


@pytest.fixture
def data(own_database: Engine) -> Path:
    """The data folder of a database in which there is somebody."""
    assert isinstance(own_database, OnSqlite)
    city()
    return own_database.folder


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest, data: Path, settings: Settings) -> Store:
    """Where its contents lie."""
    if request.param == "bucket":
        settings.FILES = request.getfixturevalue("bucket")
    return contents.of(data)


def put(kept: Store, content: bytes, spot: Path) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    (spot / "x").write_bytes(content)
    kept.put(sha256, spot / "x")
    (spot / "x").unlink()
    return sha256


def held(kept: Store) -> dict[str, bytes]:
    """Every content that lies there."""
    found = {}
    for one in kept.lying():
        with kept.open(one.sha256) as content:
            found[one.sha256] = content.read()
    return found


def of(*those: bytes) -> dict[str, bytes]:
    return {hashlib.sha256(content).hexdigest(): content for content in those}


@pytest.fixture
def into(request: pytest.FixtureRequest, bucket: Address) -> Address | None:
    """Into which store it is put back."""
    return replace(bucket, prefix=f"{bucket.prefix}-new") if request.param == "bucket" else None


@pytest.mark.parametrize("into", ["folder", "bucket"], indirect=True)
def test_from_either_store_into_either(
    data: Path, kept: Store, tmp_path: Path, settings: Settings, into: Address | None
) -> None:
    for content in (FIRST, SECOND, EMPTY):
        put(kept, content, tmp_path)
    made = keeping.backup(data, tmp_path / "all.zip", NIGHT)
    assert (made.left_out, len(made.manifest.files), made.manifest.beside) == ((), 3, ())
    settings.FILES = into
    keeping.restore(tmp_path / "new", tmp_path / "all.zip")
    assert held(contents.of(tmp_path / "new")) == of(FIRST, SECOND, EMPTY)
    assert (tmp_path / "new" / "files").exists() is (into is None)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_is_packed_already_is_not_packed_again(data: Path, tmp_path: Path) -> None:
    put(contents.of(data), FIRST, tmp_path)
    keeping.backup(data, tmp_path / "all.zip", NIGHT)
    with zipfile.ZipFile(tmp_path / "all.zip") as package:
        ways = {info.filename.split("/")[0]: info.compress_type for info in package.infolist()}
    assert ways["files"] == zipfile.ZIP_STORED
    assert ways[manifest.DATABASE] == zipfile.ZIP_DEFLATED


def test_what_is_not_as_it_was_and_what_is_none_is_told(data: Path, kept: Store, tmp_path: Path) -> None:
    bad = "0" * 64
    put(kept, FIRST, tmp_path)
    (tmp_path / "x").write_bytes(b"other")
    kept.put(bad, tmp_path / "x")
    for sharing in (False, True):
        made = keeping.backup(data, tmp_path / "all.zip", NIGHT, sharing=sharing)
        assert made.left_out == (f"files/{name_of(bad)}（内容坏了）",)
        keeping.restore(tmp_path / f"new-{sharing}", tmp_path / "all.zip")
        assert held(contents.of(tmp_path / f"new-{sharing}")).keys() - {bad} == of(FIRST).keys()


def test_strange_things_in_its_place_are_told(data: Path, tmp_path: Path) -> None:
    for name in ("x.txt", "ab/.half-1", "ab/x"):
        (data / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        (data / "files" / name).touch()
    assert keeping.backup(data, tmp_path / "all.zip", NIGHT).left_out == ("files/ab/x", "files/x.txt")


def test_an_object_store_that_is_away_makes_no_copy(
    data: Path, bucket: Address, tmp_path: Path, settings: Settings
) -> None:
    put(contents.of(data), FIRST, tmp_path)
    keeping.backup(data, tmp_path / "sound.zip", NIGHT)
    settings.FILES = replace(bucket, endpoint="http://127.0.0.1:9")
    for do in (
        lambda: keeping.backup(data, tmp_path / "all.zip", NIGHT),
        lambda: keeping.restore(tmp_path / "new", tmp_path / "sound.zip"),
    ):
        with pytest.raises(Refused, match="连不上") as fault:
            do()
        assert fault.value.problems[0].code == "store_away"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sound.zip"]


def test_of_one_that_breaks_off_nothing_is_left_in_the_bucket(
    data: Path, bucket: Address, buckets: Buckets, tmp_path: Path, settings: Settings
) -> None:
    put(contents.of(data), FIRST, tmp_path)
    keeping.backup(data, tmp_path / "sound.zip", NIGHT)
    with zipfile.ZipFile(tmp_path / "sound.zip") as old, zipfile.ZipFile(tmp_path / "bad.zip", "w") as new:
        for name in old.namelist():
            said = old.read(name)
            if name == manifest.NAME:
                plain = json.loads(said)
                plain["tables"][-1]["rows"] = 999
                said = json.dumps(plain).encode()
            new.writestr(name, said)
    settings.FILES = bucket
    mine = put(contents.of(data), SECOND, tmp_path)
    with pytest.raises(Refused):
        keeping.restore(tmp_path / "new", tmp_path / "bad.zip")
    assert held(contents.of(data)) == {mine: SECOND}
    assert not (tmp_path / "new").exists()


class TestCopiesOfTheNight:
    def night(self, data: Path, day: int = 0) -> Path:
        made = keeping.nightly(data, NIGHT + timedelta(days=day))
        assert made is not None
        return made.path

    def test_they_share_what_was_uploaded(self, data: Path, kept: Store, tmp_path: Path) -> None:
        put(kept, FIRST, tmp_path)
        first = self.night(data)
        put(kept, SECOND, tmp_path)
        second = self.night(data, 1)
        for path, those in ((first, of(FIRST)), (second, of(FIRST, SECOND))):
            with zipfile.ZipFile(path) as package:
                assert sorted(package.namelist()) == [manifest.DATABASE, manifest.NAME]
                said = manifest.read(package.read(manifest.NAME))
            assert {part.sha256 for part in said.beside} == those.keys()
        shared = data / folder.BACKUPS / "files"
        assert held(Folder(shared)) == of(FIRST, SECOND)
        assert {path.stat().st_mode & 0o077 for path in [shared, *shared.rglob("*")]} == {0}
        if isinstance(kept, Folder):
            (one,) = kept.top.glob(f"*/{hashlib.sha256(FIRST).hexdigest()}")
            assert one.samefile(shared / name_of(one.name))  # it costs no room

    def test_one_comes_back_though_the_store_lost_everything(
        self, data: Path, kept: Store, tmp_path: Path, settings: Settings
    ) -> None:
        for content in (FIRST, EMPTY):
            put(kept, content, tmp_path)
        made = self.night(data)
        for one in list(kept.lying()):
            kept.drop(one.name)
        keeping.restore(tmp_path / "new", made)
        assert held(contents.of(tmp_path / "new")) == of(FIRST, EMPTY)

    def test_one_without_what_lies_beside_it_is_refused_or_comes_alone(self, data: Path, tmp_path: Path) -> None:
        sha256 = put(contents.of(data), FIRST, tmp_path)
        made, away = self.night(data), tmp_path / "stick" / "night.zip"
        away.parent.mkdir()
        away.write_bytes(made.read_bytes())
        for instead in (None, b"other", FIRST[:-1] + b"?"):
            if instead is not None:
                (away.parent / "files" / sha256[:2]).mkdir(parents=True, exist_ok=True)
                (away.parent / "files" / name_of(sha256)).write_bytes(instead)
            with pytest.raises(Refused, match="缺了或坏了 1 份") as fault:
                keeping.restore(tmp_path / "new", away)
            assert "--without-files" in fault.value.problems[0].message
            assert not (tmp_path / "new").exists()
        keeping.restore(tmp_path / "new", away, alone=True)
        assert held(contents.of(tmp_path / "new")) == {}

    def test_what_no_copy_names_goes_with_the_last_that_did(self, data: Path, kept: Store, tmp_path: Path) -> None:
        sha256 = put(kept, FIRST, tmp_path)
        self.night(data)
        kept.drop(name_of(sha256))
        put(kept, SECOND, tmp_path)
        for day in range(1, copies.KEPT):
            self.night(data, day)
        assert held(keeping.spare(data)) == of(FIRST, SECOND)
        self.night(data, copies.KEPT)
        assert held(keeping.spare(data)) == of(SECOND)

    def test_the_copy_before_an_upgrade_keeps_its_own(self, data: Path, tmp_path: Path) -> None:
        kept = contents.of(data)
        sha256 = put(kept, FIRST, tmp_path)
        keeping.before_migrating(data, NIGHT)
        kept.drop(name_of(sha256))
        for day in range(copies.KEPT + 2):
            self.night(data, day)
        assert held(keeping.spare(data)) == of(FIRST)

    def test_while_a_copy_of_a_later_version_lies_there_nothing_goes(self, data: Path, tmp_path: Path) -> None:
        kept = contents.of(data)
        sha256 = put(kept, FIRST, tmp_path)
        self.night(data)
        kept.drop(name_of(sha256))
        with zipfile.ZipFile(data / folder.BACKUPS / "before-later.zip", "w") as package:
            package.writestr(manifest.NAME, json.dumps({"jiangfang": manifest.FORMAT + 1}))
        for day in range(1, copies.KEPT + 2):
            self.night(data, day)
        assert held(keeping.spare(data)) == of(FIRST)

    def test_one_that_leads_elsewhere_is_refused(self, data: Path, tmp_path: Path) -> None:
        put(contents.of(data), FIRST, tmp_path)
        made = self.night(data)
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(made.with_name("bad.zip"), "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace(b"files/files/", b"files/../../"))
        with pytest.raises(Refused, match="不该有的文件名"):
            keeping.restore(tmp_path / "new", made.with_name("bad.zip"))
