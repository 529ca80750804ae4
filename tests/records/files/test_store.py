"""What is kept comes back as it was, from a folder as from an object store; what does not is said to be lost."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from jiangfang.config import env
from jiangfang.core.problems import Refused
from jiangfang.records.files import store
from jiangfang.records.files.address import Address, address_of
from jiangfang.records.files.models import Content
from jiangfang.records.files.store import Bucket, Folder, Lost, Store, name_of
from tests.buckets import Buckets


def row(content: bytes) -> Content:
    sha256 = hashlib.sha256(content).hexdigest()
    return Content.objects.create(sha256=sha256, size=len(content), kind="pdf", type="application/pdf", at=now())


def put(kept: Store, content: bytes, spot: Path) -> str:
    spot.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    kept.put(sha256, spot)
    spot.unlink()
    return sha256


def spoil(kept: Store, sha256: str, content: bytes | None, spot: Path) -> None:
    """Other bytes under its name, or none."""
    if content is None:
        kept.drop(name_of(sha256))
    else:
        spot.write_bytes(content)
        kept.put(sha256, spot)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=300), st.binary(min_size=1, max_size=3).map(lambda piece: piece * 900_000)))
def test_what_is_kept_comes_back(kept: Store, tmp_path: Path, content: bytes) -> None:
    sha256 = put(kept, content, tmp_path / "x")
    put(kept, content, tmp_path / "x")
    assert kept.size(sha256) == len(content)
    with kept.open(sha256) as found:
        assert found.read() == content
    assert [(one.sha256, one.size) for one in kept.lying()] == [(sha256, len(content))]
    kept.drop(name_of(sha256))
    kept.drop(name_of(sha256))
    assert kept.size(sha256) is None
    assert list(kept.lying()) == []


def test_an_empty_store_has_nothing(kept: Store) -> None:
    assert list(kept.lying()) == []
    assert kept.size("0" * 64) is None
    with pytest.raises(FileNotFoundError):
        kept.open("0" * 64)


def test_what_else_lies_there_is_seen(kept: Store, request: pytest.FixtureRequest) -> None:
    strange = ["x.txt", "ab/" + "0" * 64, "00/" + "0" * 63 + "g"]
    for name in strange:
        if isinstance(kept, Folder):
            (kept.top / name).parent.mkdir(parents=True, exist_ok=True)
            (kept.top / name).touch()
        else:
            bucket, buckets = request.getfixturevalue("bucket"), request.getfixturevalue("buckets")
            buckets.library.Bucket(bucket.bucket).put_object(Key=f"{bucket.prefix}/{name}", Body=b"")
    assert sorted((one.name, one.sha256) for one in kept.lying()) == sorted((name, "") for name in strange)


@pytest.mark.usefixtures("db")
class TestReading:
    def test_it_is_looked_at_and_can_be_sought(self, kept: Store, tmp_path: Path) -> None:
        content = os.urandom(3_000_000)
        put(kept, content, tmp_path / "x")
        with store.open(row(content)) as found:
            assert found.read(10) == content[:10]
            found.seek(-5, os.SEEK_END)
            assert found.read() == content[-5:]

    @pytest.mark.parametrize(
        "instead", [None, b"", b"other bytes", b"the byteS"], ids=["none", "empty", "longer", "other"]
    )
    def test_what_is_not_as_it_was_is_lost(self, kept: Store, tmp_path: Path, instead: bytes | None) -> None:
        sha256, content = put(kept, b"the bytes", tmp_path / "x"), row(b"the bytes")
        spoil(kept, sha256, instead, tmp_path / "x")
        with pytest.raises(Lost, match="请重新上传同一份文件"):
            store.open(content)
        content.refresh_from_db()
        since = content.lost_at
        assert since is not None
        with pytest.raises(Lost):
            store.open(content)
        content.refresh_from_db()
        assert content.lost_at == since
        put(kept, b"the bytes", tmp_path / "x")
        store.open(content).close()
        content.refresh_from_db()
        assert content.lost_at is None

    def test_a_store_that_is_away_loses_nothing(self, data: Path, bucket: Address, settings: Settings) -> None:
        settings.FILES = Address(bucket.bucket, endpoint="http://127.0.0.1:9", region="r", key="k", secret="s")
        content = row(b"x")
        with pytest.raises(Refused, match="连不上") as fault:
            store.open(content)
        assert not isinstance(fault.value, Lost)
        assert fault.value.problems[0].code == "store_away"
        content.refresh_from_db()
        assert content.lost_at is None

    def test_a_bucket_that_is_not_there(self, data: Path, bucket: Address, settings: Settings, tmp_path: Path) -> None:
        settings.FILES = Address("shili-none", "", bucket.endpoint, "us-east-1", "k", "s")
        (tmp_path / "x").write_bytes(b"x")
        with pytest.raises(Refused, match="连不上"), store.told():
            store.chosen().put("0" * 64, tmp_path / "x")


def test_only_its_owner_reads_a_content(data: Path, tmp_path: Path) -> None:
    kept = store.chosen()
    assert isinstance(kept, Folder)
    (tmp_path / "x").touch(mode=0o644)
    kept.put("0" * 64, tmp_path / "x")
    spot = data / "files" / "00" / ("0" * 64)
    assert [path.stat().st_mode & 0o077 for path in (spot, spot.parent)] == [0, 0]


def test_a_bucket_is_used_below_its_prefix_alone(tmp_path: Path, bucket: Address, buckets: Buckets) -> None:
    sha256 = put(Bucket(bucket, tmp_path), b"x", tmp_path / "x")
    mine = f"{bucket.prefix}/{sha256[:2]}/{sha256}"
    assert mine in buckets.names(bucket.bucket)
    assert list(Bucket(replace(bucket, prefix=f"{bucket.prefix}2"), tmp_path).lying()) == []
    assert mine in {one.name for one in Bucket(replace(bucket, prefix=""), tmp_path).lying()}


class TestItsAddress:
    def test_nothing_is_the_data_folder(self, data: Path, settings: Settings) -> None:
        assert address_of("") is None
        assert settings.FILES is None
        assert isinstance(store.chosen(), Folder)

    def test_everything_is_read(self) -> None:
        url = "s3://shili-bucket/a/b?endpoint=https://oss.example.org&region=cn-north&key=AK&secret=p%26q&style=virtual"
        found = address_of(url)
        assert found == Address("shili-bucket", "a/b", "https://oss.example.org", "cn-north", "AK", "p&q", "virtual")
        assert "p&q" not in repr(found)
        assert address_of("s3://shili/") == Address("shili")

    @pytest.mark.parametrize(
        "url",
        [
            *(
                "files",
                "/srv/files",
                "http://shili/x",
                "s3://",
                "s3:///x",
                "s3://A_B/x",
                "s3://shili/a/../b",
                "s3://shili/.x",
            ),
            *("s3://shili?endpoint=oss", "s3://shili?key=geheim", "s3://shili?secret=geheim", "s3://shili?keys=geheim"),
            *("s3://shili?style=any", "s3://shili?geheim", "s3://k:geheim@shili/x"),
        ],
    )
    def test_what_cannot_be_one_is_said_without_its_secret(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("JIANGFANG_FILES", url)
        with pytest.raises(env.BadEnvironment, match="JIANGFANG_FILES") as fault:
            env.file_store()
        assert "geheim" not in str(fault.value)

    def test_the_keys_may_stand_in_the_usual_variables(
        self, bucket: Address, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "shili")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "mima")
        kept = Bucket(Address(bucket.bucket, "env", bucket.endpoint, "us-east-1"), tmp_path)
        sha256 = put(kept, b"x", tmp_path / "x")
        assert kept.size(sha256) == 1
