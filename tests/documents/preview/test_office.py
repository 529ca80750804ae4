"""Office files as LibreOffice shows them: nothing is fetched, nothing of this machine gets in, nothing lives on."""

from __future__ import annotations

import http.server
import io
import re
import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from jiangfang.core.proofs import KINDS
from jiangfang.documents.preview import office
from jiangfang.documents.preview.drawing import Undrawable
from tests.components import needs
from tests.contents import old_word, picture, sheet
from tests.documents.office import pages

needed = needs("libreoffice")


def made(content: bytes, kind: str, out: Path) -> bytes:
    office.to_pdf(io.BytesIO(content), kind, out)
    return out.read_bytes()


def two_pages() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("示例工作室 first")
    document.add_page_break()  # type: ignore[no-untyped-call]
    document.add_paragraph("second")
    document.save(out)
    return out.getvalue()


def with_picture_at(address: str) -> bytes:
    """A text with a picture that lies somewhere else."""
    document, whole, out = docx.Document(), io.BytesIO(), io.BytesIO()
    document.add_paragraph("text")
    document.add_picture(io.BytesIO(picture()))
    document.save(whole)
    with zipfile.ZipFile(whole) as package, zipfile.ZipFile(out, "w") as changed:
        for part in package.namelist():
            content = package.read(part).replace(b"r:embed=", b"r:link=")
            if part == "word/_rels/document.xml.rels":
                there = f'Target="{address}" TargetMode="External"'.encode()
                content = re.sub(rb'Target="media/[^"]+"', there, content)
            changed.writestr(part, content)
    return out.getvalue()


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server with a picture, and what it was asked for."""
    asked: list[str] = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(picture())

        def log_message(self, format: str, *words: object) -> None:
            """Nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x.png", asked
        server.shutdown()


@needed
def test_a_text_has_its_pages(tmp_path: Path) -> None:
    texts = pages(made(two_pages(), "docx", tmp_path / "x.pdf"))
    assert ["first" in texts[0], "second" in texts[1], len(texts)] == [True, True, 2]


@needed
def test_a_table_is_shown(tmp_path: Path) -> None:
    assert "示例" in "".join(pages(made(sheet(), "xlsx", tmp_path / "x.pdf")))


@needed
def test_no_more_than_so_many_pages(tmp_path: Path) -> None:
    office.to_pdf(io.BytesIO(two_pages()), "docx", tmp_path / "x.pdf", most=1)
    assert len(pages((tmp_path / "x.pdf").read_bytes())) == 1


@needed
def test_nothing_is_fetched(tmp_path: Path) -> None:
    with listening() as (address, asked):
        assert "text" in pages(made(with_picture_at(address), "docx", tmp_path / "x.pdf"))[0]
        assert asked == []


@needed
def test_nothing_of_this_machine_gets_into_it(tmp_path: Path) -> None:
    mine = tmp_path / "mine.png"
    mine.write_bytes(picture())
    content = made(with_picture_at(mine.as_uri()), "docx", tmp_path / "x.pdf")
    assert [len(page.images) for page in PdfReader(io.BytesIO(content)).pages] == [0]


@needed
@pytest.mark.parametrize(("content", "kind"), [(b"PK\x03\x04" + b"x" * 300, "docx"), (old_word(), "doc"), (b"", "xls")])
def test_what_cannot_be_converted(tmp_path: Path, content: bytes, kind: str) -> None:
    """LibreOffice makes a page of anything that it takes for a text: then that is what is seen."""
    try:
        assert len(pages(made(content, kind, tmp_path / "x.pdf"))) >= 1
    except Undrawable as fault:
        assert fault.why == "broken"
        assert not (tmp_path / "x.pdf").exists()


@needed
def test_who_takes_too_long_is_ended_with_all_it_began(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "SECONDS", 0.7)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(Undrawable, match="slow"):
        made(two_pages(), "docx", tmp_path / "x.pdf")
    commands = [path.read_bytes() for path in _commands()]
    assert [command for command in commands if str(tmp_path).encode() in command and b"soffice" in command] == []
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("jiangfang-")] == []


def _commands() -> Iterator[Path]:
    """What runs on this machine, as far as it still does."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            path.read_bytes()
        except OSError:
            continue
        yield path


def test_without_it_there_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert office.program() is None
    with pytest.raises(Undrawable, match="broken"):
        made(two_pages(), "docx", tmp_path / "x.pdf")


def test_every_kind_of_office_file_is_one_that_is_taken() -> None:
    assert set(office.KINDS) <= set(KINDS)
    assert {suffix for suffix, _ in office.KINDS.values()} <= {
        suffix for kind in KINDS.values() for suffix in kind.suffixes
    }
