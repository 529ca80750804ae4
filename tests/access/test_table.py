"""The table of who may open what holds for every address, and no address is without its row."""

from typing import Any

import pytest

from jiangfang.core.people import Role
from jiangfang.records.people.models import Hat
from tests.access.table import ANOTHER, DOES, SHOWS, TABLE, VISITORS, Row
from tests.access.two_cities import Place
from tests.access.walking import address, knocking, others, rows, sent, views, written

VIEWS = dict(views())
EVERY = pytest.mark.parametrize("row", TABLE, ids=str)
SIGNED_IN = [row for row in TABLE if not getattr(VIEWS[row.view].callback, "public", False)]


def test_every_view_has_a_row() -> None:
    assert sorted(set(VIEWS) - {row.view for row in TABLE}) == []


def test_every_row_names_a_view() -> None:
    assert sorted({row.view for row in TABLE} - set(VIEWS)) == []


def test_no_view_hides_behind_a_name_that_another_has() -> None:
    names = [name for name, _ in views()]
    assert sorted(name for name in names if names.count(name) > 1) == []


def test_the_rows_are_whole() -> None:
    for row in TABLE:
        shows, does = row.shows.split(), row.does.split()
        assert len(shows) == len(does) == len(VISITORS) + 1, row
        assert set(shows[:-1]) <= set(SHOWS) and set(does[:-1]) <= set(DOES), row
        assert shows[-1] == does[-1] and shows[-1] in ANOTHER, row
    assert len({str(row) for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("name", VIEWS)
def test_the_mark_on_a_view_says_the_same(name: str) -> None:
    """Who gets a page or does a deed has a role of ``open_to``; everybody where it names none; nobody: public."""
    view: Any = VIEWS[name].callback
    mine = {
        visitor for row in rows(name) for visitor in VISITORS if row.shown(visitor) in "y>p" or row.done(visitor) == "d"
    }
    assert view.public == (None in mine)
    assert mine - {None} == (set(view.roles) or set(VISITORS) - {None})


SHOWN = {"y": {200}, ">": {301, 302, 303}, "s": {302}, ".": {404}, "p": {405}}
DONE = {"d": {200, 303, 409, 422}, "s": {302, 401}, ".": {404}, "-": {200, 302, 303, 405}}


def visit(row: Row, place: Place, hat: Hat | None) -> tuple[int, str, int, int]:
    """The status of looking, where that leads, the status of doing, how much was written by that."""
    there = address(row, place)
    with knocking(hat) as client:
        looked = client.get(there)
    with knocking(hat) as client:
        before = written()
        done = client.post(there, sent(row, place, hat))
        return looked.status_code, looked.headers.get("Location", ""), done.status_code, written() - before


def allowed(row: Row) -> Role | None:
    """The first of those signed in to whom the row opens something."""
    return next((one for one in VISITORS[1:] if row.shown(one) in "yp" or row.done(one) == "d"), None)


@EVERY
def test_each_visitor_meets_what_the_row_says(row: Row, place: Place) -> None:
    wrong = []
    for visitor in VISITORS:
        looked, leads, done, more = visit(row, place, place.visitor(visitor) if visitor else None)
        name, shown, deed = visitor or "nobody", row.shown(visitor), row.done(visitor)
        if looked not in SHOWN[shown] or leads.startswith("/sign-in/") != (shown == "s"):
            wrong.append(f"{name} looks ({shown}): {looked} {leads}")
        if done not in DONE[deed] or (deed != "d" and more):
            wrong.append(f"{name} does ({deed}): {done}, {more} written")
    assert wrong == []


@EVERY
def test_another_meets_what_the_row_says(row: Row, place: Place) -> None:
    """Another city's and another union's number in the address."""
    wrong = []
    for hat in others(row, place):
        looked, _, done, more = visit(row, place, hat)
        own = Role(hat.role)
        seen = SHOWN[row.shown(own)] if row.another in "=a" else {404, 405} if row.shown(own) == "p" else {404}
        deed = DONE[row.done(own)] if row.another in "=a" else {404}
        if looked not in seen or done not in deed or (row.another in ".c" and more):
            wrong.append(f"{hat} ({hat.organisation.federation}): looks {looked}, does {done}, {more} written")
    assert wrong == []


@pytest.mark.parametrize("row", SIGNED_IN, ids=str)
def test_a_form_under_a_hat_of_somebody_else_is_not_there(row: Row, place: Place) -> None:
    with knocking(place.visitor(allowed(row) or Role.CITY)) as client:
        before = written()
        theirs = {**sent(row, place, None), "hat": place.other.clerk.pk}
        assert client.post(address(row, place), theirs).status_code == 404
        assert written() == before


@EVERY
def test_a_number_that_nothing_has_is_not_there(row: Row, place: Place) -> None:
    hat = place.visitor(allowed(row) or Role.CITY)
    for word in (word for word in row.of.split() if isinstance(place.things[word], int)):
        for number in (0, 999_999, 10**30):
            without = Place(place.city, place.other, place.colleague, {**place.things, word: number})
            looked, _, done, more = visit(row, without, hat)
            assert (looked in (404, 405), done, more) == (True, 404, 0), (word, number)
