"""Every page of an error: its status, a sentence, a way out, and the number that stands in the log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from jiangfang.config import doorway, logs
from tests.config.pages import WORDS
from tests.engines import Engine
from tests.postgresql import running


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The log as a server writes it."""
    import logging

    handler = logs.Shared(str(tmp_path / logs.FILE))
    handler.setFormatter(logs.WithoutValues("{levelname}{number} {name}: {message}", style="{"))
    logging.getLogger("django").addHandler(handler)
    yield tmp_path / logs.FILE
    logging.getLogger("django").removeHandler(handler)


@pytest.fixture
def client(db: None, settings: Settings) -> Client:
    settings.ROOT_URLCONF = "tests.config.pages"
    settings.ALLOWED_HOSTS = ["testserver"]
    return Client(raise_request_exception=False)


def told(content: bytes) -> tuple[str, str]:
    """The sentence and the number of a page, which has a way out and no trace."""
    page = content.decode()
    found = re.search(r"编号 <b>([0-9A-Z]{4}-[0-9A-Z]{4})</b>", page)
    assert found
    assert 'href="/"' in page
    assert "Traceback" not in page
    return page, found[1]


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/nowhere/", 404, "地址写错了"),
        ("/refuses/", 422, "这一步要等推荐单位报送以后"),
        ("/slows/", 429, "请过 30 秒再试"),
        ("/breaks/", 500, "没有存下一半的内容"),
        ("/full/", 503, "磁盘满了"),
        ("/full_database/", 503, "磁盘满了"),
    ],
)
def test_a_page_for_each(client: Client, log: Path, path: str, status: int, sentence: str) -> None:
    said = client.get(f"{path}?name={WORDS}")
    page, number = told(said.content)
    assert (said.status_code, said["Cache-Control"]) == (status, "no-store")
    assert sentence in page
    (line,) = [line for line in log.read_text("utf-8").splitlines() if number in line]
    assert f"[{number}] django.request: " in line
    assert path in line
    assert WORDS not in log.read_text("utf-8")
    assert "0000001" not in log.read_text("utf-8")


def test_a_strange_host(client: Client, log: Path) -> None:
    said = client.get("/takes/", HTTP_HOST="strange.example")
    page, number = told(said.content)
    assert said.status_code == 400
    assert "JIANGFANG_HOSTS" in page
    assert number in log.read_text("utf-8")
    assert "strange" not in log.read_text("utf-8")


def test_a_form_from_elsewhere(client: Client, log: Path) -> None:
    strict = Client(enforce_csrf_checks=True)
    said = strict.post("/takes/", {"a": "1"})
    page, number = told(said.content)
    assert said.status_code == 403
    assert "刷新以后再试一次" in page
    assert number in log.read_text("utf-8")


def test_what_is_too_much(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3, 1
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    file = SimpleUploadedFile("a.txt", b"x")
    for posted in ({"a": "x" * 200}, dict.fromkeys("abcd", "1"), {"a": [file, SimpleUploadedFile("b.txt", b"y")]}):
        said = client.post("/takes/", posted)
        assert said.status_code == 413
        assert "太大或者太多" in told(said.content)[0]
    assert client.post("/takes/", {"a": "1"}).content == b"1"


def test_what_a_server_did_not_even_read(client: Client) -> None:
    said = client.generic("POST", "/takes/", **{doorway.TOO_LARGE: True})  # type: ignore[arg-type]
    assert said.status_code == 413
    assert "一次少送一些" in told(said.content)[0]


def test_a_way_to_try_again_is_there_only_where_nothing_was_sent(client: Client) -> None:
    assert 'href="/full/?a=1"' in client.get("/full/?a=1").content.decode()
    assert "再试一次</a>" not in client.post("/full/").content.decode()


@pytest.mark.needs("postgresql")
def test_a_database_that_does_not_answer(own_database: Engine, settings: Settings) -> None:
    from jiangfang.config import database
    from tests.engines import point_at

    settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = "tests.config.pages", ["testserver"]
    with running() as server:
        url = server.url("postgres")
    point_at(database.postgresql(url))
    try:
        said = Client(raise_request_exception=False).get("/asks/")
    finally:
        point_at(own_database.settings)
    assert (said.status_code, said["Retry-After"]) == (503, "5")
    assert "连不上数据库" in told(said.content)[0]
