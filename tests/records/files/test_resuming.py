"""A large file over a real line: it breaks in the middle, comes twice, and from two windows at once."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from django.db import connection
from pytest_django import Settings

from jiangfang.config.keeping import files as keeping
from jiangfang.records.files import queries, store
from jiangfang.records.files.models import File, Upload
from jiangfang.records.people.models import Hat
from tests import web
from tests.contents import picture
from tests.engines import Engine
from tests.records.files.sending import PIECE, client_of, metadata
from tests.records.world import AT, city
from tests.serving import served
from tests.trays import named

TOKEN = "t" * 32


def large(high: int = 700, seed: int = 1) -> bytes:
    """A photograph as it is, 3,000 bytes a line."""
    return picture("BMP", seed, (1000, high))


@dataclass
class Line:
    """A visitor with a connection of their own."""

    port: int
    hat: Hat
    cookie: str

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request(method, path, body, self.headers(**headers))
            answer = line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()

    def headers(self, **more: str) -> dict[str, str]:
        plain = {"Cookie": f"sessionid={self.cookie}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        return {**plain, "Tus-Resumable": "1.0.0", **{name.replace("_", "-"): value for name, value in more.items()}}

    def begin(self, name: str, size: int) -> str:
        there = f"/files/{named(self.hat.organisation)}/resumable/"
        status, headers, body = self.ask(
            "POST", there, Upload_Length=str(size), Upload_Metadata=metadata(name), Content_Length="0"
        )
        assert status == 201, body
        return headers["Location"]

    def offset(self, there: str) -> int:
        status, headers, _ = self.ask("HEAD", there)
        assert status == 200
        return int(headers["Upload-Offset"])

    def lay(self, there: str, offset: int, piece: bytes) -> tuple[int, dict[str, str]]:
        status, headers, _ = self.ask("PATCH", there, piece, Upload_Offset=str(offset), Content_Type=PIECE)
        return status, headers

    def torn(self, there: str, offset: int, piece: bytes, sent: int) -> None:
        """The line breaks after so many bytes of the piece."""
        named = self.headers(Upload_Offset=str(offset), Content_Type=PIECE, Content_Length=str(len(piece)))
        lines = [
            f"PATCH {there} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            *(f"{key}: {said}" for key, said in named.items()),
        ]
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=30)) as line:
            line.sendall("\r\n".join([*lines, "", ""]).encode() + piece[:sent])

    def send(self, there: str, content: bytes, step: int) -> None:
        """From wherever it stands to the end, however often somebody else was faster."""
        while (offset := self.offset(there)) < len(content):
            status, _ = self.lay(there, offset, content[offset : offset + step])
            assert status in (204, 409)


@pytest.fixture
def worn(own_database: Engine, tmp_path: Path, settings: Settings) -> Hat:
    settings.DATA = tmp_path / "data"
    web.at(settings, AT)
    return city().worker


@pytest.fixture
def line(worn: Hat) -> Iterator[Line]:
    cookie = client_of(worn).cookies["sessionid"].value
    with served(threads=4) as address:
        yield Line(urlsplit(address).port or 0, worn, cookie)
    connection.close()


def kept(file: File) -> bytes:
    with store.open(file.content) as found:
        return found.read()


def test_a_line_that_breaks_in_the_middle(line: Line) -> None:
    content = large()
    there = line.begin("照片.bmp", len(content))
    assert line.lay(there, 0, content[:700_000])[0] == 204
    for sent in (0, 1, 300_000):
        line.torn(there, 700_000, content[700_000:1_400_000], sent)
    time.sleep(0.3)
    stands = line.offset(there)
    assert 700_000 <= stands < len(content)
    assert not File.objects.exists()
    line.send(there, content, 400_000)
    assert kept(File.objects.get()) == content
    assert list(queries.on_its_way().iterdir()) == []


def test_an_answer_that_is_lost(line: Line) -> None:
    """The piece came and its sender does not know: it comes once more and is not laid twice."""
    content = large(100)
    there = line.begin("照片.bmp", len(content))
    assert line.lay(there, 0, content[:100_000])[0] == 204
    status, headers = line.lay(there, 0, content[:100_000])
    assert (status, headers["Upload-Offset"]) == (409, "100000")
    line.send(there, content, 100_000)
    assert kept(File.objects.get()) == content


def together(lines: list[Thread]) -> None:
    for thread in lines:
        thread.start()
    for thread in lines:
        thread.join(timeout=60)


def test_two_windows_send_the_same_file(line: Line) -> None:
    content = large()
    there = line.begin("照片.bmp", len(content))
    steps = (90_000, 130_000, 170_000)
    together([Thread(target=line.send, args=(there, content, step)) for step in steps])
    for _ in range(100):
        if Upload.objects.get().ended_at:
            break
        time.sleep(0.1)
    assert kept(File.objects.get()) == content
    assert Upload.objects.get().file_id == File.objects.get().pk
    assert list(queries.on_its_way().iterdir()) == []


def test_two_last_pieces_at_once_bring_one_file(line: Line) -> None:
    content = large(70)
    there = line.begin("照片.bmp", len(content))
    assert line.lay(there, 0, content[:199_000])[0] == 204
    answers: list[int] = []

    def last() -> None:
        answers.append(line.lay(there, 199_000, content[199_000:])[0])

    together([Thread(target=last) for _ in range(4)])
    assert sorted(answers) == [204, 409, 409, 409]
    assert kept(File.objects.get()) == content


def test_many_files_at_once(line: Line) -> None:
    contents = [large(100, seed) for seed in range(6)]

    def whole(place: int) -> None:
        there = line.begin(f"照片{place}.bmp", len(contents[place]))
        line.send(there, contents[place], 110_000)

    together([Thread(target=whole, args=(place,)) for place in range(6)])
    assert sorted(kept(file) for file in File.objects.all()) == sorted(contents)


def test_what_is_on_its_way_is_in_no_copy_of_everything(line: Line) -> None:
    there = line.begin("照片.bmp", 100_000)
    line.lay(there, 0, b"a" * 50_000)
    data = queries.on_its_way().parent
    (data / "previews").mkdir()
    (data / "previews" / "x.jpg").touch()
    assert [name for name, _ in keeping.kept(data)] == []
    assert not keeping.sound("uploads/x")
    assert not keeping.sound("previews/x")
