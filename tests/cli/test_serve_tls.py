"""HTTPS without a proxy, on both engines, with a certificate of an authority that the test makes."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import trustme
from django.db import connection

from jiangfang.config import tls
from tests.cli.served import Server, office, refused, serving
from tests.engines import Engine
from tests.records.world import PASSWORD, City, city


@dataclass
class Authority:
    """What a browser trusts, and the options of a server that it trusts."""

    context: ssl.SSLContext
    chain: Path
    key: Path

    @property
    def options(self) -> tuple[str, ...]:
        return ("--cert", str(self.chain), "--key", str(self.key))

    def ask(self, server: Server, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request: the answer, read."""
        with closing(http.client.HTTPSConnection("localhost", server.port, context=self.context, timeout=30)) as there:
            there.request(method, path, urlencode(body) if isinstance(body, dict) else body, headers)
            answer = there.getresponse()
            answer.text = answer.read().decode()  # type: ignore[attr-defined]
            return answer


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    made, context = trustme.CA(), ssl.create_default_context()
    made.configure_trust(context)
    server = made.issue_cert("localhost")
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    server.private_key_pem.write_to_path(key)
    for blob in server.cert_chain_pems:
        blob.write_to_path(chain, append=True)
    return Authority(context, chain, key)


@pytest.fixture
def served_city(own_database: Engine, authority: Authority, tmp_path: Path) -> Iterator[tuple[Server, City]]:
    town = city()
    connection.close()
    data, named = office(own_database, tmp_path)
    with serving(data, *authority.options, JIANGFANG_WORKERS="1", **named) as server:
        yield server, town


@pytest.mark.both_engines
def test_pages_over_tls(served_city: tuple[Server, City], authority: Authority) -> None:
    server, town = served_city
    assert server.document["url"] == f"https://127.0.0.1:{server.port}/"
    cookies_go_no_other_way(server, town, authority)
    who_begins_without_tls_is_sent_there(server)
    whoever_says_nothing_stops_nobody(server, authority)
    a_connection_is_used_again_and_a_large_body_is_read(server, authority)


def cookies_go_no_other_way(server: Server, town: City, authority: Authority) -> None:
    page = authority.ask(server, "GET", "/sign-in/")
    cookie = page.headers["Set-Cookie"]
    assert "Secure" in cookie
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    typed = {"csrfmiddlewaretoken": token[1], "login": town.worker.person.login, "password": PASSWORD}
    form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie.partition(";")[0]}
    said = authority.ask(server, "POST", "/sign-in/", typed, Origin=f"https://localhost:{server.port}", **form)
    assert (said.status, said.headers["Location"]) == (303, "/desk/")
    cookies = said.headers.get_all("Set-Cookie")
    assert len(cookies) == 2
    assert all("Secure" in one for one in cookies)
    assert authority.ask(server, "POST", "/sign-in/", typed, Origin="https://elsewhere.example", **form).status == 403


def who_begins_without_tls_is_sent_there(server: Server) -> None:
    with closing(http.client.HTTPConnection("localhost", server.port, timeout=30)) as plain:
        plain.request("GET", "/notice/1/?a=b")
        answer = plain.getresponse()
        assert answer.status == 307
        assert answer.headers["Location"] == f"https://localhost:{server.port}/notice/1/?a=b"
        assert "https://" in answer.read().decode()
    with closing(http.client.HTTPConnection("localhost", server.port, timeout=30)) as plain:
        plain.request("POST", "/sign-in/", "x" * 20_000)
        answer = plain.getresponse()
        assert answer.status == 400
        assert "只走 HTTPS" in answer.read().decode()


def whoever_says_nothing_stops_nobody(server: Server, authority: Authority) -> None:
    """More of them than there are threads, before shaking hands and after; gunicorn holds a thread for each."""
    many = 20 if connection.vendor == "sqlite" else 1
    silent = [socket.create_connection(("localhost", server.port)) for _ in range(many)]
    silent += [
        authority.context.wrap_socket(one, server_hostname="localhost")
        for one in [socket.create_connection(("localhost", server.port)) for _ in range(many)]
    ]
    with closing(http.client.HTTPSConnection("localhost", server.port, context=authority.context, timeout=20)) as there:
        there.request("GET", "/healthz")
        assert there.getresponse().status == 200
    for one in silent:
        one.close()


def a_connection_is_used_again_and_a_large_body_is_read(server: Server, authority: Authority) -> None:
    with closing(http.client.HTTPSConnection("localhost", server.port, context=authority.context, timeout=60)) as there:
        for _ in range(3):
            there.request("GET", "/sign-in/")
            assert there.getresponse().read()
        there.request("POST", "/sign-in/", b"x" * (65 * 1024 * 1024))
        answer = there.getresponse()
        assert answer.status == 413
        assert "太大" in answer.read().decode()


class TestWhatCannotBeUsed:
    def test_one_without_the_other(self, tmp_path: Path, authority: Authority) -> None:
        for words in (authority.options[:2], authority.options[2:]):
            status, codes, said = refused(tmp_path / "data", *words)
            assert (status, codes) == (2, ["wrong_call"])
            assert "--cert" in said
            assert "--key" in said

    def test_a_file_that_is_not_there(self, tmp_path: Path, authority: Authority) -> None:
        status, codes, said = refused(tmp_path / "data", "--cert", str(tmp_path / "no"), "--key", str(authority.key))
        assert (status, codes) == (1, ["unreadable_file"])
        assert str(tmp_path / "no") in said

    def test_a_key_of_another(self, tmp_path: Path, authority: Authority) -> None:
        trustme.CA().issue_cert("localhost").private_key_pem.write_to_path(authority.key)
        status, codes, said = refused(tmp_path / "data", *authority.options)
        assert (status, codes) == (1, ["bad_certificate"])
        assert "PEM" in said
        assert not (tmp_path / "data").exists()

    def test_no_certificate_at_all(self, tmp_path: Path, authority: Authority) -> None:
        authority.chain.write_bytes(b"\x30\x82")
        assert refused(tmp_path / "data", *authority.options)[1] == ["bad_certificate"]


@pytest.mark.parametrize(
    ("heard", "first"),
    [
        (b"GET /a?b HTTP/1.1\r\nHost: x.example:8443\r\n\r\n", b"307"),
        (b"HEAD / HTTP/1.1\r\nhost: [fd00::1]\r\n\r\n", b"307"),
        (b"GET /a HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /a HTTP/1.1\r\nHost: x/y\r\n\r\n", b"400"),
        (b"GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
        (b"SSH-2.0-OpenSSH\r\n", b"400"),
        (b"", b"400"),
    ],
)
def test_plain_http_is_answered_in_kind(heard: bytes, first: bytes) -> None:
    said = tls.answer(heard)
    assert said.split(b" ", 2)[1] == first
    head, _, body = said.partition(b"\r\n\r\n")
    assert (b"https://" in head) == (first == b"307")
    assert (body == b"") == heard.startswith(b"HEAD")
