"""Every page of the access table through Chromium, so that a new page cannot be forgotten.

Nobody is kept out (axe), nothing runs over the window's edge, nothing is refused by the page's own policy: of each
page as each visitor gets it, of the lists while they are empty, of each form sent back with problems.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from jiangfang.core.people import Role
from tests.access.forms import forms_of
from tests.access.table import TABLE, VISITORS
from tests.access.two_cities import Place
from tests.access.walking import address
from tests.browser.looking import faults, let_in, opened, signed_in
from tests.components import needs
from tests.serving import browsing, served

pytestmark = needs("chromium")
FORMS = "main form[method=post]"
EMPTIED = """form => {
  form.noValidate = true;
  for (const field of form.elements) {
    if (field.type === 'checkbox' || field.type === 'radio') { field.checked = false; }
    else if (!['hidden', 'submit', 'button', 'fieldset'].includes(field.type)) { field.value = ''; }
  }
  form.submit();
}"""


def pages(place: Place, visitor: Role | None) -> list[str]:
    """The addresses of the pages that a visitor gets; what is public is looked at by nobody in particular."""
    client = signed_in(place.visitor(visitor) if visitor else None)
    rows = [row for row in TABLE if row.shown(visitor) == "y" and (visitor is None or row.shown(None) != "y")]
    found = [address(row, place) for row in rows]
    return [one for one in found if client.get(one)["Content-Type"].startswith("text/html")]


def empty_lists(place: Place, visitor: Role) -> list[str]:
    """The lists of the other city, in which nothing has happened yet."""
    city = place.other
    things: dict[str, int | str] = {
        "round": city.round.pk,
        "recommender": city.recommender.pk,
        "unit": city.unit().pk,
        "studio": place.things["empty_studio"],
    }
    return [address(row, replace(place, things=things)) for row in TABLE if row.lists and row.shown(visitor) == "y"]


@pytest.mark.parametrize("visitor", VISITORS, ids=str)
def test_every_page_can_be_used_by_everybody(place: Place, visitor: Role | None) -> None:
    client, addresses = signed_in(place.visitor(visitor) if visitor else None), pages(place, visitor)
    found: list[str] = []
    assert addresses
    with served() as root, browsing(root) as context:
        let_in(context, client)
        page = opened(context, found)
        for one in addresses:
            answer = page.goto(one)
            assert answer is not None and (answer.status, page.url) == (200, root + one)
            found += faults(page)
    assert found == []


@pytest.mark.parametrize("visitor", VISITORS[1:], ids=str)
def test_an_empty_list_can_be_used_by_everybody(place: Place, visitor: Role) -> None:
    hat = next(hat for hat in place.strangers() if hat.role == visitor)
    client, addresses = signed_in(hat), empty_lists(place, visitor)
    found: list[str] = []
    with served() as root, browsing(root) as context:
        let_in(context, client)
        page = opened(context, found)
        for one in addresses:
            answer = page.goto(one)
            assert answer is not None and answer.status == 200, one
            found += faults(page)
    assert found == []


def sent_empty(page: Page, one: str) -> list[str]:
    """What is wrong with the pages that come back when each form of a page is sent with nothing in it."""
    found: list[str] = []
    page.goto(one)
    for number in range(page.locator(FORMS).count()):
        page.goto(one)
        form = page.locator(FORMS).nth(number)
        if form.count():
            with page.expect_navigation() as sent:
                form.evaluate(EMPTIED)
            if sent.value.status == 422:
                found += faults(page)
            elif sent.value.status >= 500:
                found.append(f"{one}, form {number}: {sent.value.status}")
    return found


def with_forms(place: Place) -> list[tuple[Role | None, str]]:
    """Pages that together hold every form of the house, each with a visitor who gets it."""
    known: set[tuple[str, ...]] = set()
    found = []
    for visitor in VISITORS:
        client = signed_in(place.visitor(visitor) if visitor else None)
        for one in pages(place, visitor):
            forms = forms_of(client.get(one).content.decode(), one)
            kinds = {
                (resolve(form.action.split("?")[0]).view_name, *form.texts) for form in forms if form.method == "post"
            }
            if not kinds <= known:
                known |= kinds
                found.append((visitor, one))
    return found


@pytest.mark.parametrize("half", [0, 1])
def test_a_form_that_is_sent_back_can_be_used_by_everybody(place: Place, half: int) -> None:
    listed, found = with_forms(place)[half::2], list[str]()
    clients = {one: signed_in(place.visitor(one) if one else None) for one, _ in listed}
    with served() as root, browsing(root) as context:
        page = opened(context, found)
        for visitor, one in listed:
            context.clear_cookies()
            let_in(context, clients[visitor])
            found += sent_empty(page, one)
    assert found == []
