"""Who the visitor is: the one that is there, or the one that a proxy of ours names; and what is too large."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from jiangfang.config import doorway
from jiangfang.config.doorway import Doorway


def through(proxies: list[str], **environ: Any) -> dict[str, Any]:
    """What the application is given."""
    given: list[dict[str, Any]] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        given.append(environ)
        return []

    Doorway(app, proxies)({"REMOTE_ADDR": "10.0.0.9", "wsgi.url_scheme": "http", **environ}, None)
    return given[0]


@pytest.mark.parametrize(
    ("there", "told", "visitor"),
    [
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "203.0.113.1, 198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "203.0.113.1, 198.51.100.7, 10.0.0.5", "198.51.100.7"),
        ("10.0.0.5", "198.51.100.7,127.0.0.1", "198.51.100.7"),
        ("::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7, <b>", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("10.0.0.9", "198.51.100.7", "10.0.0.9"),
        ("::ffff:10.0.0.9", "198.51.100.7", "10.0.0.9"),
    ],
)
def test_only_a_proxy_of_ours_names_the_visitor(there: str, told: str, visitor: str) -> None:
    given = through(["127.0.0.1", "::1", "10.0.0.5"], REMOTE_ADDR=there, HTTP_X_FORWARDED_FOR=told)
    assert given["REMOTE_ADDR"] == visitor


@pytest.mark.parametrize(
    ("there", "told", "scheme"),
    [("127.0.0.1", "https", "https"), ("127.0.0.1", "gopher", "http"), ("10.0.0.9", "https", "http")],
)
def test_only_a_proxy_of_ours_names_the_scheme(there: str, told: str, scheme: str) -> None:
    given = through(["127.0.0.1"], REMOTE_ADDR=there, HTTP_X_FORWARDED_PROTO=told)
    assert given["wsgi.url_scheme"] == scheme


def test_nothing_of_it_goes_further() -> None:
    names = ("HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED")
    for there in ("127.0.0.1", "10.0.0.9"):
        given = through(["127.0.0.1"], REMOTE_ADDR=there, **dict.fromkeys(names, "https"))
        assert not set(names) & set(given)


def test_what_is_too_large_is_taken_in_and_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorway, "LARGEST", 10)
    monkeypatch.setattr(doorway, "DRAINED", 40)
    body = BytesIO(b"x" * 50)
    given = through([], CONTENT_LENGTH="50", **{"wsgi.input": body})
    assert (given[doorway.TOO_LARGE], given["CONTENT_LENGTH"], given["wsgi.input"].read()) == (True, "0", b"")
    assert body.tell() == 40
    for said in ("10", "", "x", "²"):
        assert doorway.TOO_LARGE not in through([], CONTENT_LENGTH=said, **{"wsgi.input": BytesIO(b"x" * 10)})
