"""The one file: what is broken, cut or led astray restores nothing; and the copies that nobody asks for."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections import namedtuple
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jiangfang.config import folder, keeping
from jiangfang.config.keeping import copies, files, manifest
from jiangfang.core.problems import Refused
from tests.engines import Engine, OnSqlite
from tests.records.world import city

NIGHT = datetime(2026, 3, 2, 3, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def data(own_database: Engine) -> Path:
    """The data folder of a database in which there is nobody yet."""
    assert isinstance(own_database, OnSqlite)
    return own_database.folder


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Path:
    """A sound copy."""
    city()
    (data / "notices").mkdir()
    (data / "notices" / "one.txt").write_text("示例" * 1000)
    keeping.backup(data, tmp_path / "sound.zip", NIGHT)
    return tmp_path / "sound.zip"


def refused(path: Path, data: Path) -> str:
    """What is said of a file; the place stays as empty as it was, and nothing lies beside it."""
    with pytest.raises(Refused) as fault:
        keeping.restore(data, path)
    assert not data.exists()
    assert [one for one in data.parent.iterdir() if one.name.startswith(".")] == []
    (problem,) = fault.value.problems
    assert problem.code == "unreadable_file"
    return problem.message


def test_a_sound_one_is_let_in(copy: Path, tmp_path: Path) -> None:
    done = keeping.restore(tmp_path / "new", copy)
    assert not done.older
    assert (tmp_path / "new" / "notices" / "one.txt").read_text() == "示例" * 1000


def test_what_is_no_copy(copy: Path, tmp_path: Path) -> None:
    path, new = tmp_path / "x.zip", tmp_path / "new"
    for content in (b"", b"PK", "这不是备份".encode() * 999):
        path.write_bytes(content)
        assert "不是备份" in refused(path, new)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "x")
    assert "不是匠坊的备份" in refused(path, new)
    for plain in ("[]", "{", '{"jiangfang": true}', '{"jiangfang": 1, "version": 3}', "[" * 9_999):
        with zipfile.ZipFile(path, "w") as package:
            package.writestr(manifest.NAME, plain)
        assert "不是匠坊的备份" in refused(path, new)
    assert "没有这个文件" in refused(tmp_path / "none.zip", new)
    assert "是一个文件夹" in refused(tmp_path, new)


def test_one_that_was_cut_or_changed_anywhere(copy: Path, tmp_path: Path) -> None:
    content, path, new = copy.read_bytes(), tmp_path / "x.zip", tmp_path / "new"
    for length in range(0, len(content) - 1, len(content) // 12):
        path.write_bytes(content[:length])
        assert refused(path, new)
    with zipfile.ZipFile(copy) as package:
        spots = [info.header_offset + 60 + info.compress_size // 2 for info in package.infolist()]
    for spot in spots:
        path.write_bytes(content[:spot] + bytes([content[spot] ^ 0x55]) + content[spot + 1 :])
        assert refused(path, new)
    assert not new.exists()


def rewritten(source: Path, path: Path, names: dict[str, str], more: tuple[tuple[str, bytes], ...] = ()) -> None:
    """The same with other names, in the manifest too, and with more parts that stand nowhere."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == manifest.NAME:
                said = json.loads(content)
                for part in said["parts"]:
                    part["name"] = names.get(part["name"], part["name"])
                content = json.dumps(said).encode()
            new.writestr(names.get(name, name), content)
        for name, content in more:
            new.writestr(name, content)


@pytest.mark.parametrize(
    "name",
    [
        *("files/../x", "files//x", "files/", "files/a/../../x", "files/.", "/etc/x", "../x", "x", "database/../x"),
        *("files/a\\b", "files/C:x", "files/a\nb", "files/a\u202eb", "files/con.", "files/x "),
        *("files/secret.key", "files/SECRET.KEY", "files/serve.lock", "files/log/x", "files/backups/x", "files/made/x"),
        "files/prepared/x",
        *("files/jiangfang.sqlite3", "files/jiangfang.sqlite3-wal", "files/Jiangfang.sqlite3-journal"),
    ],
)
def test_a_name_that_leads_elsewhere(copy: Path, tmp_path: Path, name: str) -> None:
    rewritten(copy, tmp_path / "x.zip", {"files/notices/one.txt": name})
    assert "不该有的文件名" in refused(tmp_path / "x.zip", tmp_path / "new")


def test_a_name_is_sound_here_and_there() -> None:
    assert files.sound("notices/开封 2024（定稿）.txt")
    assert files.sound("ab/cd/0123.bin")
    assert not files.sound("")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_parts_that_the_manifest_does_not_know(copy: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    for more in ("files/extra", "files/notices/one.txt", manifest.DATABASE):
        rewritten(copy, path, {}, ((more, b"x"),))
        assert "和清单对不上" in refused(path, tmp_path / "new")


def test_a_bomb_is_no_larger_than_it_says(copy: Path, tmp_path: Path) -> None:
    """A part that unpacks to more than its header says, and one whose header is honest and too large for the disk."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        sizes = {info.filename: info.file_size for info in old.infolist()}
        for name in old.namelist():
            new.writestr(name, b"\0" * 50_000_000 if name == "files/notices/one.txt" else old.read(name))
        for info in new.infolist():
            info.file_size = sizes[info.filename]
    assert path.stat().st_size < 500_000
    assert "one.txt" in refused(path, tmp_path / "new")


def test_a_disk_that_is_too_small_is_seen_before(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda spot: Usage(10**9, 10**9 - 5_000, 5_000))
    with pytest.raises(Refused, match="只剩 1 MB"):
        keeping.restore(tmp_path / "new", copy)
    assert not (tmp_path / "new").exists()


class TestCopiesOfTheNight:
    def names(self, data: Path) -> list[str]:
        return sorted(path.name for path in (data / folder.BACKUPS).glob("*.zip"))

    def test_nothing_is_kept_of_nothing(self, data: Path) -> None:
        assert keeping.nightly(data, NIGHT) is None
        assert not (data / folder.BACKUPS).exists()

    def test_one_a_night_which_begins_at_two(self, data: Path) -> None:
        city()
        made = keeping.nightly(data, NIGHT)
        assert made is not None
        assert made.path.name == "nightly-2026-03-02.zip"
        assert made.path.stat().st_mode & 0o777 == 0o600
        for later in (timedelta(minutes=1), timedelta(hours=22, minutes=59)):
            assert keeping.nightly(data, NIGHT + later) is None
        assert keeping.nightly(data, NIGHT + timedelta(hours=23)) is not None
        assert self.names(data) == ["nightly-2026-03-02.zip", "nightly-2026-03-03.zip"]

    def test_a_night_that_nobody_saw_is_made_up_once(self, data: Path) -> None:
        city()
        morning = NIGHT + timedelta(days=9, hours=5)
        assert keeping.nightly(data, morning) is not None
        assert keeping.nightly(data, morning + timedelta(hours=1)) is None
        assert self.names(data) == ["nightly-2026-03-11.zip"]

    def test_fourteen_stay_and_what_others_put_there(self, data: Path) -> None:
        city()
        (data / folder.BACKUPS).mkdir()
        mine = ["before-2026-01-01-000000.zip", "nightly-mine.zip", "a.zip"]
        for name in mine:
            (data / folder.BACKUPS / name).touch()
        for day in range(17):
            assert keeping.nightly(data, NIGHT + timedelta(days=day)) is not None
        kept = [f"nightly-{(NIGHT + timedelta(days=day)).date()}.zip" for day in range(3, 17)]
        assert self.names(data) == sorted([*mine, *kept])
        keeping.restore(data.parent / "night", data / folder.BACKUPS / kept[0])
        shutil.rmtree(data.parent / "night")

    def test_one_that_failed_is_tried_again_in_an_hour_and_throws_nothing_away(self, data: Path) -> None:
        city()
        (data / folder.BACKUPS).touch()
        with pytest.raises(Refused):
            keeping.nightly(data, NIGHT)
        (data / folder.BACKUPS).unlink()
        assert keeping.nightly(data, NIGHT + copies.AGAIN - timedelta(seconds=1)) is None
        assert keeping.nightly(data, NIGHT + copies.AGAIN) is not None

    def test_of_two_who_would_make_it_one_does(self, data: Path) -> None:
        city()
        (data / folder.BACKUPS).mkdir()
        held = folder.locked(data / folder.BACKUPS / "nightly.lock")
        assert held is not None
        with held:
            assert keeping.nightly(data, NIGHT) is None
        assert keeping.nightly(data, NIGHT) is not None

    def test_what_an_interrupted_one_left_is_cleared_away_later(self, data: Path) -> None:
        city()
        left = data / folder.BACKUPS / ".jiangfang-left"
        left.mkdir(parents=True)
        assert keeping.nightly(data, datetime.now(NIGHT.tzinfo)) is not None
        assert left.exists()
        assert keeping.nightly(data, datetime.now(NIGHT.tzinfo) + timedelta(days=2)) is not None
        assert not left.exists()
