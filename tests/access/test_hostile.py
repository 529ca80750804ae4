"""Hostile text in every field of every form and in every address: a sentence or a 404, never a trace, never echoed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import resolve

from jiangfang.core.people import Role
from tests.access.forms import Form, forms_of
from tests.access.table import TABLE, VISITORS, Row
from tests.access.two_cities import Place
from tests.access.walking import address, knocking, sent

pytestmark = pytest.mark.both_engines
SCRIPT = "<script>alert(1)</script>"
HOSTILE = {
    "script": f"'\"{SCRIPT}{{{{7*7}}}}",
    "nul": "示例\0厂",
    "surrogate": "示例\ud800厂",
    "long": "长" * 200_000,
    "turned": "\u202e示例\u2066厂\u0007",
    "number": "9" * 400,
}
# What stands in one field beside sound ones: what is kept can come back, and PostgreSQL keeps no NUL.
ONE_BY_ONE = {"sqlite": "script", "postgresql": "nul"}
# Opening is the deed; every body was added; nobody applies directly or wears two hats; 廊坊 asks no contact, no proof.
OF_ANOTHER_MOMENT = {
    "sqlite": ["announce:add", "apply:directly", "people:hat", "recommend:review"],
    "postgresql": ["apply:directly", "people:hat", "prove:excuse", "recommend:contact", "recommend:review"],
}
FOUND: dict[tuple[str, Role | None], dict[tuple[str, ...], Form]] = {}
ANSWERS = {200, 302, 303, 400, 404, 405, 409, 413, 422}
QUERY = (
    "q",
    "find",
    "state",
    "round",
    "sort",
    "page",
    "since",
    "more",
    "serial",
    "kind",
    "below",
    "under",
    "hat",
    "next",
    "year",
    "papers",
    "struck",
    "name",
)
LATER_ROW = re.compile(r"r-\w+-[1-9]\d*-\w+")
URLENCODED = "application/x-www-form-urlencoded"


def found(place: Place, visitor: Role | None) -> Iterator[tuple[str, str]]:
    """Every page that a visitor gets, with what is on it."""
    for row in TABLE:
        if row.shown(visitor) == "y":
            with knocking(place.visitor(visitor) if visitor else None) as client:
                page = client.get(address(row, place))
                if page["Content-Type"].startswith("text/html"):
                    yield address(row, place), page.content.decode()


def forms(place: Place, visitor: Role | None) -> list[Form]:
    """Every form that a visitor finds and nobody before found, each kind once; also where it saves itself."""
    before = {kind for one in VISITORS[: VISITORS.index(visitor)] for kind in kinds(place, one)}
    return [form for kind, form in kinds(place, visitor).items() if kind not in before]


def kinds(place: Place, visitor: Role | None) -> dict[tuple[str, ...], Form]:
    """Every form that a visitor finds; looked for once, since each test has a copy of the same cities."""
    known = (connection.vendor, visitor)
    if known not in FOUND:
        FOUND[known] = _forms(place, visitor)
    return FOUND[known]


def _forms(place: Place, visitor: Role | None) -> dict[tuple[str, ...], Form]:
    listed: dict[tuple[str, ...], Form] = {}
    for here, page in found(place, visitor):
        for form in forms_of(page, here):
            for action in (form.action, *form.also):
                kind = (form.method, resolve(action.split("?")[0]).view_name, *sorted(form.texts))
                listed.setdefault(kind, replace(form, action=action, also=[]))
    for row in TABLE:
        if row.done(visitor) == "d" and row.sends:
            texts = [name for name, said in row.sends.items() if said not in place.things]
            form = Form("post", address(row, place), sent=list(sent(row, place, None).items()), texts=texts)
            listed.setdefault(("post", row.view, *sorted(texts)), form)
    return listed


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """What is done meanwhile is undone; the visitor stays signed in, or out."""
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        client.cookies.load(cookies)


def fault(client: Client, said: str, method: str, action: str, data: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong with the answer, and with the page that it leads to."""
    body = urlencode(list(data), errors="surrogatepass")
    try:
        with undone(client):
            if method == "post":
                answer: HttpResponseBase = client.post(action, body, content_type=URLENCODED)
            else:
                answer = client.get(f"{action.split('?')[0]}?{body}")
            there = answer.headers.get("Location", "")
            pages = [answer, *([client.get(there)] if there else [])]
            texts = [b"".join(page) for page in pages]
    except Exception as error:
        return [f"{said}: {type(error).__name__} {str(error)[:200]}"]
    told = [f"{said}: {page.status_code}" for page in pages if page.status_code not in ANSWERS]
    return [*told, *(f"{said}: echoed" for text in texts if SCRIPT.encode() in text)]


def tried(client: Client, form: Form) -> list[str]:
    """What is wrong when hostile text stands in all fields of a form, and in one of them beside sound ones."""
    wrong = []
    for name, text in HOSTILE.items():
        everywhere = form.filled(**dict.fromkeys(form.texts, text))
        wrong += fault(client, f"{form.action} all: {name}", form.method, form.action, everywhere)
        for one in form.texts if name == ONE_BY_ONE[connection.vendor] else ():
            if not LATER_ROW.fullmatch(one):
                said = f"{form.action} {one}: {name}"
                wrong += fault(client, said, form.method, form.action, form.filled(**{one: text}))
    return wrong


def test_every_deed_has_its_form(place: Place) -> None:
    """A deed whose form stands on no page would be left out here."""
    reached = {kind[1] for visitor in VISITORS for kind in kinds(place, visitor)}
    deeds = {row.view for row in TABLE if "d" in row.does.split()}
    assert sorted(deeds - reached) == OF_ANOTHER_MOMENT[connection.vendor]


@pytest.mark.parametrize("visitor", VISITORS, ids=str)
def test_every_field_takes_hostile_text(place: Place, visitor: Role | None) -> None:
    every, wrong = forms(place, visitor), list[str]()
    with knocking(place.visitor(visitor) if visitor else None) as client:
        for form in every:
            wrong += tried(client, form)
    assert wrong == []


@pytest.mark.parametrize("row", [row for row in TABLE if "y" in row.shows.split()[:-1]], ids=str)
def test_every_address_takes_hostile_text(row: Row, place: Place) -> None:
    visitor, wrong = next(one for one in VISITORS if row.shown(one) == "y"), list[str]()
    with knocking(place.visitor(visitor) if visitor else None) as client:
        for name, text in HOSTILE.items():
            query = [(one, text[:4000]) for one in QUERY]
            wrong += fault(client, f"{row}: {name}", "get", address(row, place), query)
    assert wrong == []


@pytest.mark.parametrize("visitor", VISITORS, ids=str)
def test_a_file_where_none_belongs(place: Place, visitor: Role | None) -> None:
    wrong = []
    with knocking(place.visitor(visitor) if visitor else None) as client:
        for form in (one for one in forms(place, visitor) if one.method == "post"):
            file = SimpleUploadedFile(f"{SCRIPT}.exe", b"MZ\0<script>alert(1)</script>")
            instead = {**dict(form.sent), **dict.fromkeys([*form.texts, *form.files], file)}
            for data in (instead, {**dict(form.sent), **dict.fromkeys(form.files, "text")}):
                try:
                    with undone(client):
                        answer = client.post(form.action, data)
                except Exception as error:
                    wrong.append(f"{form.action}: {type(error).__name__} {str(error)[:200]}")
                else:
                    wrong += [f"{form.action}: {answer.status_code}"] if answer.status_code not in ANSWERS else []
                    wrong += [f"{form.action}: echoed"] if SCRIPT.encode() in answer.content else []
    assert wrong == []
