"""Filling the form as a unit does, with a script or without: by the boxes that stand on the page."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Locator, Page

from jiangfang.core.definition.bodies import Section
from jiangfang.core.entry import Typed, by_unit, typing_of
from jiangfang.core.fields import Field
from jiangfang.records.people.models import Hat, Person
from jiangfang.stages.announce.queries import opened
from tests.records.world import PASSWORD
from tests.stages.apply.desk import answers_of
from tests.stages.world import World

PASTE = """(box, text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def with_password(hat: Hat) -> Hat:
    """Its person has the password of the tests from now on."""
    person = Person.objects.get(pk=hat.person_id)
    person.set_password(PASSWORD)
    person.must_change_password = False
    person.save()
    return Hat.objects.select_related("organisation", "person").get(pk=hat.pk)


def sign_in(page: Page, hat: Hat) -> None:
    """By name and password, on whatever page asks."""
    page.get_by_label("登录名").fill(hat.person.login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_label("密码").press("Enter")


def sections(city: World) -> list[tuple[Section, list[tuple[Field, Typed]]]]:
    """The sections of the form, each with what is typed into its boxes."""
    programme, answers = opened(city.round).programme, answers_of(city.programme)
    parts = [(section, by_unit(section.fields)) for section in programme.sections]
    return [
        (section, [(field, typing_of(field, answers.get(field.key))) for field in fields])
        for section, fields in parts
        if fields
    ]


def answer_boxes(page: Page, field: Field, typed: Typed) -> Iterator[tuple[Locator, str]]:
    """Each box of a field with what is to stand in it."""
    if isinstance(typed, str):
        yield page.locator(f"[id='field-{field.key}']"), typed
        return
    for place, row in enumerate(typed):
        for key, text in row.items() if isinstance(row, dict) else ():
            yield page.locator(f"[name='r-{field.key}-{place}-{key}']"), text


def fill(page: Page, field: Field, typed: Typed) -> None:
    """Write an answer, as far as it is not there yet."""
    for box, text in answer_boxes(page, field, typed):
        if text and box.input_value() != text:
            if field.type == "choice":
                box.select_option(text)
            else:
                box.fill(text)
