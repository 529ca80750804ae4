"""Behind a proxy, and under the names of one setting: whom the throttle slows, and where a form may come from."""

from __future__ import annotations

import hashlib
import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from jiangfang.records.people.models import SignInTry
from tests.cli.served import PATIENCE, Server, office, refused, serving
from tests.engines import Engine
from tests.records.world import city

ADDRESSES = ("198.51.100.7", "198.51.100.8", "127.0.0.1")
VISITOR, SLOWED = ADDRESSES[:2]


class Visitor:
    """A browser with its cookies, behind a proxy that says what it is told to."""

    def __init__(self, server: Server, **headers: str) -> None:
        self.address, self.headers = server.document["url"].rstrip("/"), headers
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def ask(self, path: str, typed: dict[str, str] | None = None) -> tuple[int, str]:
        data = urllib.parse.urlencode(typed).encode() if typed else None
        headers = {name.replace("_", "-"): said for name, said in self.headers.items()}
        try:
            asked = urllib.request.Request(self.address + path, data, headers)
            with self.browser.open(asked, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as fault:
            return fault.code, fault.read().decode()

    def cookie(self, path: str) -> str:
        """The cookie that a page sets, as it is set."""
        headers = {name.replace("_", "-"): said for name, said in self.headers.items()}
        with self.browser.open(urllib.request.Request(self.address + path, None, headers), timeout=PATIENCE) as answer:
            return str(answer.headers["Set-Cookie"])

    def tries(self, login: str) -> int:
        """A wrong sign-in; its status."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask("/sign-in/")[1])
        assert token
        return self.ask("/sign-in/", {"csrfmiddlewaretoken": token[1], "login": login, "password": "wrong"})[0]


def counted() -> dict[str, int]:
    """The wrong tries by the address that they came from."""
    try:
        found = dict(SignInTry.objects.filter(kind="address").values_list("key", "tries"))
        return {name: found[key] for name in ADDRESSES if (key := digest(name)) in found}
    finally:
        connection.close()


def digest(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()


@pytest.mark.both_engines
def test_the_throttle_sees_the_visitor_and_not_the_proxy(own_database: Engine, tmp_path: Path) -> None:
    SignInTry.objects.create(kind="address", key=digest(SLOWED), tries=90, last_at=timezone.now())
    city()
    connection.close()
    data, named = office(own_database, tmp_path)
    with serving(data, JIANGFANG_PROXY="127.0.0.1", JIANGFANG_WORKERS="1", **named) as server:
        assert Visitor(server, X_Forwarded_For=f"203.0.113.99, {VISITOR}").tries("nobody") == 422
        assert Visitor(server, X_Forwarded_For=f"203.0.113.99, {SLOWED}").tries("somebody") == 429
    assert counted() == {VISITOR: 1, SLOWED: 90}
    with serving(data, JIANGFANG_WORKERS="1", **named) as server:
        assert Visitor(server, X_Forwarded_For=SLOWED).tries("another") == 422
    assert counted() == {VISITOR: 1, SLOWED: 90, "127.0.0.1": 1}


def test_a_form_comes_from_the_origins_of_the_setting(own_database: Engine) -> None:
    city()
    connection.close()
    data = Path(own_database.environment["JIANGFANG_DATA"])
    with serving(data, JIANGFANG_HTTPS="1", JIANGFANG_HOSTS="https://apply.example.cn:8443,127.0.0.1") as server:
        page = Visitor(server, X_Forwarded_Proto="https", Host="apply.example.cn:8443").cookie("/sign-in/")
        assert "Secure" in page
        cookie, _, token = page.partition(";")[0].partition("=")
        typed = {"csrfmiddlewaretoken": token, "login": "x", "password": "x"}
        for host, origin, status in (
            ("apply.example.cn:8443", "https://apply.example.cn:8443", 422),
            ("127.0.0.1", "https://apply.example.cn:8443", 422),
            ("apply.example.cn:8443", "https://other.example.cn", 403),
            ("other.example.cn", "https://apply.example.cn:8443", 400),
        ):
            one = Visitor(server, X_Forwarded_Proto="https", Host=host, Origin=origin, Cookie=f"{cookie}={token}")
            assert one.ask("/sign-in/", typed)[0] == status


@pytest.mark.parametrize(
    "environment", [{"JIANGFANG_HOSTS": "https://a.example/x"}, {"JIANGFANG_PROXY": "proxy.example"}], ids=str
)
def test_a_setting_that_means_nothing_is_told(tmp_path: Path, environment: dict[str, str]) -> None:
    status, codes, said = refused(tmp_path, **environment)
    assert (status, codes) == (2, ["wrong_call"])
    assert next(iter(environment)) in said


def test_what_is_too_large_is_told_on_a_page(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        asked = urllib.request.Request(f"{server.document['url']}sign-in/", b"x" * (65 * 1024 * 1024))
        with pytest.raises(urllib.error.HTTPError) as fault:
            urllib.request.urlopen(asked, timeout=PATIENCE)
        assert fault.value.code == 413
        assert "编号" in fault.value.read().decode()
