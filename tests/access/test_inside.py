"""What stands on the pages: no word of another's, found neither by reading nor by searching, sorting or counting.

Four words are hidden: in an application of another city, in one of another union of the same city, in a draft, which is
its unit's own, and in what a unit writes while it mends an application that was sent back. Searching for such a word
tells nothing else than searching for a word that nothing has.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from jiangfang.core.people import Kind, Role
from jiangfang.records.people.models import Organisation, Person
from jiangfang.stages.apply import actions as applying
from jiangfang.stages.apply.models import Application
from jiangfang.stages.apply.queries import programme_of
from tests.access.table import TABLE, VISITORS, Row
from tests.access.two_cities import Place
from tests.access.walking import address, knocking
from tests.records.ledger.keeping import entry_of, file_of, studio_of
from tests.stages.recommend import making

CITYS, UNIONS, DRAFTS, MENDED, NOTHING = "隐密甲", "隐密乙", "隐密丙", "隐密戊", "无此丁"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
SEARCH = re.compile(r'<input[^>]*type="search"[^>]*>')
NAME = re.compile(r'name="(\w+)"')
PACKAGES = ("application/vnd.openxmlformats-officedocument.", "application/zip")
VISITING = [role for role in VISITORS if role is not None]


def hide(place: Place) -> None:
    """The four words, wherever a name can stand."""
    other, city = place.other, place.city
    theirs = making.ready(other, f"{CITYS}工作室")
    _named(theirs, CITYS)
    neighbour = making.filled(city, making.started(city, kind=Kind.ZONE), studio_name=f"{UNIONS}工作室")
    worker = making.worn_at(neighbour.unit, Role.UNIT)
    applying.submit(application=neighbour, attested="属实", hat=worker, at=city.at)
    _named(neighbour, UNIONS)
    draft = Application.objects.filter(pk=place.things["draft"])
    draft.update(studio_name=f"{DRAFTS}工作室", leader_name=f"{DRAFTS}人")
    for worn, word in ((other.hat(Role.UNIT), CITYS), (worker, UNIONS), (place.visitor(Role.UNIT), DRAFTS)):
        studio = studio_of(worn, f"{word}台账工作室")
        entry_of(studio, worn, at=city.at, title=f"{word}专利", people=f"{word}人")
        file_of(studio, worn, f"{word}.png", at=city.at)
    mend(place, MENDED)


def mend(place: Place, word: str) -> None:
    """The unit writes a word into every text of what was sent back to it, and does not hand it in."""
    city, found = place.city, making.again(Application.objects.get(pk=place.things["returned"]))
    for section in programme_of(found).programme.sections:
        fields = [field for field in section.fields if field.by == "unit"]
        typed = {field.key: f"{word}{field.key}" for field in fields if field.type in ("text", "phone")}
        if typed:
            found = applying.save_section(
                application=found,
                section=section.id,
                typed=typed,
                base=found.version,
                hat=place.visitor(Role.UNIT),
                at=city.at + timedelta(minutes=1),
            ).application


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
    return words if role is Role.UNIT else [*words, DRAFTS, MENDED]


def said(response: Any) -> str | None:
    """What a page, a form, a workbook or a ZIP of such says; None for another file."""
    kind = response.headers.get("Content-Type", "")
    if response.status_code != 200 or response.streaming:
        return None
    if kind.startswith("text/html"):
        return TOKEN.sub("", response.content.decode())
    return inside(response.content) if kind.startswith(PACKAGES) else None


def inside(content: bytes) -> str:
    """What an office file says, or every one in a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        if "word/document.xml" in names:
            return re.sub(r"<[^>]*>", "", package.read("word/document.xml").decode())
        if "xl/workbook.xml" not in names:
            return "\n".join(inside(package.read(name)) for name in names)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return "\n".join(str(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())


def shown_to(role: Role) -> Iterator[Row]:
    """The rows that show something to a role, the files that were made for the county's list left to their own."""
    return (row for row in TABLE if row.shown(role) == "y")


def boxes(page: str) -> list[str]:
    """The names of its search boxes; a workbook is asked by both that there are."""
    return [found[1] for box in SEARCH.findall(page) if (found := NAME.search(box))] or ["find", "q"]


def say_of(client: Client, there: str, name: str, word: str) -> str:
    """What a page says without the echo of what was asked, also where it stands in an address inside of one."""
    page = said(client.get(there, {name: word})) or ""
    for echo in (word, quote(word), quote(quote(word))):
        page = page.replace(echo, "")
    return page


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


@pytest.mark.parametrize("word", [CITYS, UNIONS, DRAFTS, MENDED])
def test_whose_it_is_reads_the_word(word: str, place: Place) -> None:
    """The words are there to be found: by their own unit, and where it was handed in by the city."""
    hide(place)
    unit = place.visitor(Role.UNIT)
    own = {CITYS: place.other.clerk, UNIONS: place.city.clerk, DRAFTS: unit, MENDED: unit}
    page = f"/applications/{place.things['returned']}/read/" if word == MENDED else "/applications/"
    with knocking(own[word]) as client:
        assert word in (said(client.get(page)) or "")
