"""Where somebody looks for viruses nothing is taken unlooked at: neither what was found, nor while nobody can look."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from jiangfang.config import env
from jiangfang.core.problems import Refused
from jiangfang.records.files import actions, queries, scanner
from jiangfang.records.files.models import Content, File
from jiangfang.records.files.scanner import Scanner, look_through, scanner_of
from jiangfang.records.files.trays import Place
from tests import contents
from tests.records.files.clamd import EICAR, Clamd, listening
from tests.records.world import AT, City


@pytest.fixture(params=["port", "socket"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Clamd]:
    with listening(tmp_path / "clamd" if request.param == "socket" else None) as made:
        yield made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x"


def said(clamd: Clamd, path: Path, content: bytes) -> tuple[str, str]:
    """The code and the sentence with which a content is refused; "" twice for none."""
    path.write_bytes(content)
    found = scanner_of(clamd.address)
    assert found is not None
    try:
        look_through(found, path, "示例.pdf")
    except Refused as refused:
        (problem,) = refused.problems
        return problem.code, problem.message
    return "", ""


@pytest.mark.parametrize("size", [0, 1, scanner.PIECE - 1, scanner.PIECE, scanner.PIECE + 1, 900_000])
def test_every_byte_is_looked_at(clamd: Clamd, path: Path, size: int) -> None:
    content = bytes(place % 251 for place in range(size))
    assert said(clamd, path, content) == ("", "")
    assert clamd.heard == [content]


def test_what_is_found_is_refused(clamd: Clamd, path: Path) -> None:
    code, sentence = said(clamd, path, b"%PDF-1.7 " + EICAR)
    assert code == "virus"
    assert sentence.startswith("“示例.pdf”里查出了病毒（Eicar-Test-Signature），没有收下")


def test_what_is_too_large_for_it_is_refused(clamd: Clamd, path: Path) -> None:
    """It hangs up in the middle, whether its last words are heard or not."""
    code, sentence = said(clamd, path, b"\0" * 9_000_000)
    assert code == "scan_too_large"
    assert "StreamMaxLength" in sentence


@pytest.mark.parametrize("says", [b"INSTREAM: lstat() failed. ERROR\0", b"UNKNOWN COMMAND\0", b"OK\0", b"\0"])
def test_whatever_else_it_says_is_no_yes(clamd: Clamd, path: Path, says: bytes) -> None:
    clamd.says = says
    assert said(clamd, path, b"x")[0] == "not_now"


def test_who_says_nothing_is_away(clamd: Clamd, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clamd.mute = True
    assert said(clamd, path, b"x")[0] == "not_now"
    monkeypatch.setattr(scanner, "SCAN", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        clamd.address = f"127.0.0.1:{deaf.getsockname()[1]}"
        assert said(clamd, path, b"x")[0] == "not_now"


@pytest.mark.parametrize("address", ["127.0.0.1:9", "/nowhere/clamd.sock"])
def test_who_is_not_there_is_away(path: Path, address: str) -> None:
    code, sentence = said(Clamd(address=address), path, b"x")
    assert code == "not_now"
    assert "请过一会儿再传" in sentence


class TestBringing:
    def bring(self, town: City, place: Place, content: bytes) -> File:
        return actions.bring(
            tray="studio-1", place=place, name="a", content=io.BytesIO(content), hat=town.worker, at=AT
        )

    def test_it_is_asked_also_about_what_is_known(
        self, data: Path, settings: Settings, town: City, place: Place, clamd: Clamd
    ) -> None:
        settings.CLAMD = scanner_of(clamd.address)
        content = contents.pdf()
        self.bring(town, place, content)
        clamd.says = b"stream: Shili.New FOUND\0"
        with pytest.raises(Refused, match=r"Shili\.New"):
            actions.bring(tray="studio-2", place=place, name="b", content=io.BytesIO(content), hat=town.worker, at=AT)
        assert clamd.heard == [content, content]
        assert File.objects.count() == 1

    def test_while_it_is_away_nothing_is_taken(self, data: Path, settings: Settings, town: City, place: Place) -> None:
        settings.CLAMD = Scanner("127.0.0.1", 9)
        with pytest.raises(Refused, match="先不收下"):
            self.bring(town, place, contents.pdf())
        assert not Content.objects.exists()
        assert list(queries.on_its_way().iterdir()) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("", None),
        ("127.0.0.1:3310", Scanner("127.0.0.1", 3310)),
        ("clamd.example.org:1", Scanner("clamd.example.org", 1)),
        ("[::1]:3310", Scanner("::1", 3310)),
        ("/run/clamav/clamd.ctl", Scanner(path="/run/clamav/clamd.ctl")),
    ],
)
def test_where_it_listens(said: str, found: Scanner | None) -> None:
    assert scanner_of(said) == found


@pytest.mark.parametrize(
    "said", ["clamd", "clamd:", "clamd:0", "clamd:99999", "tcp://clamd:3310", "::1:3310", "clamd.sock"]
)
def test_where_nobody_can_listen(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANGFANG_CLAMD", said)
    with pytest.raises(env.BadEnvironment, match="JIANGFANG_CLAMD 要写成"):
        env.scanner()
