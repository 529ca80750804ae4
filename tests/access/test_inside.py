"""What stands on the pages: no word of another's, found neither by reading nor by searching, sorting or counting.

Three words are hidden: in an application of another city, in one of another union of the same city, and in a draft,
which is its unit's own. Searching for such a word tells nothing else than searching for a word that nothing has.
"""

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from jiangfang.core.people import Kind, Role
from jiangfang.records.people.models import Organisation, Person
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply.models import Application
from tests.access.table import TABLE, VISITORS, Row
from tests.access.two_cities import Place
from tests.access.walking import address, knocking
from tests.stages.recommend import making

CITYS, UNIONS, DRAFTS, NOTHING = "隐密甲", "隐密乙", "隐密丙", "无此丁"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
SEARCH = re.compile(r'<input[^>]*type="search"[^>]*>')
NAME = re.compile(r'name="(\w+)"')
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VISITING = [role for role in VISITORS if role is not None]


def hide(place: Place) -> None:
    """The three words, wherever a name can stand."""
    other, city = place.other, place.city
    theirs = making.ready(other, f"{CITYS}工作室")
    _named(theirs, CITYS)
    neighbour = making.filled(city, making.started(city, kind=Kind.ZONE), studio_name=f"{UNIONS}工作室")
    worker = making.worn_at(neighbour.unit, Role.UNIT)
    applying.submit(application=neighbour, attested="属实", hat=worker, at=city.at)
    _named(neighbour, UNIONS)
    draft = Application.objects.filter(pk=place.things["draft"])
    draft.update(studio_name=f"{DRAFTS}工作室", leader_name=f"{DRAFTS}人")


def _named(application: Application, word: str) -> None:
    """Its leader, its unit and its people bear the word too."""
    Application.objects.filter(pk=application.pk).update(leader_name=f"{word}人")
    Organisation.objects.filter(pk=application.unit_id).update(name=f"{word}厂")
    Person.objects.filter(hats__organisation=application.unit_id).update(name=f"{word}员")


def hidden_from(role: Role) -> list[str]:
    """The words that somebody of the first city, its county and the unit below it never reads."""
    words = [CITYS]
    if role in (Role.UNIT, Role.UNIT_UNION, Role.RECOMMENDER):
        words.append(UNIONS)
    return words if role is Role.UNIT else [*words, DRAFTS]


def said(response: Any) -> str | None:
    """What a page or a workbook says; None for another file."""
    kind = response.headers.get("Content-Type", "")
    if response.status_code != 200 or response.streaming:
        return None
    if kind.startswith("text/html"):
        return TOKEN.sub("", response.content.decode())
    if kind.startswith(SHEET):
        book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
        return "\n".join(str(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return None


def shown_to(role: Role) -> Iterator[Row]:
    """The rows that show something to a role, the files that were made for the county's list left to their own."""
    return (row for row in TABLE if row.shown(role) == "y")


def boxes(page: str) -> list[str]:
    """The names of its search boxes; a workbook is asked by both that there are."""
    return [found[1] for box in SEARCH.findall(page) if (found := NAME.search(box))] or ["find", "q"]


def say_of(client: Client, there: str, name: str, word: str) -> str:
    return (said(client.get(there, {name: word})) or "").replace(word, "").replace(quote(word), "")


@pytest.mark.parametrize("role", VISITING)
def test_no_page_holds_or_betrays_a_word_of_anothers(role: Role, place: Place) -> None:
    hide(place)
    wrong, read, asked = [], 0, 0
    with knocking(place.visitor(role)) as client:
        for row in shown_to(role):
            there = address(row, place)
            page = said(client.get(there))
            if page is None:
                continue
            read += 1
            wrong += [f"{row}: {word}" for word in hidden_from(role) if word in page]
            if 'type="search"' not in page and not there.endswith(".xlsx") and not row.lists:
                continue
            for name in boxes(page):
                nothing = say_of(client, there, name, NOTHING)
                for word in hidden_from(role):
                    asked += 1
                    if say_of(client, there, name, word) != nothing:
                        wrong.append(f"{row}: {name}={word} tells something")
    assert wrong == []
    assert read > 5
    assert asked > 0 or role in (Role.UNIT, Role.UNIT_UNION)


@pytest.mark.parametrize("word", [CITYS, UNIONS, DRAFTS])
def test_whose_it_is_reads_the_word(word: str, place: Place) -> None:
    """The words are there to be found: by their own unit, and where it was handed in by the city."""
    hide(place)
    own = {CITYS: place.other.clerk, UNIONS: place.city.clerk, DRAFTS: place.visitor(Role.UNIT)}
    with knocking(own[word]) as client:
        assert word in (said(client.get("/applications/")) or "")
