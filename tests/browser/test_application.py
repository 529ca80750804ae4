"""A whole application of 开封 2024 in Chromium, with JavaScript and without; what the form that saves itself does when
two write in it, when rows are pasted, when the line is cut, when the sign-in runs out, when the page is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from jiangfang.core.people import Role
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import actions, queries
from jiangfang.stages.apply.models import Application, Filing
from tests.access.two_cities import Place
from tests.browser.filling import PASTE, fill, sections, sign_in, with_password
from tests.browser.looking import let_in, opened, signed_in
from tests.components import needs
from tests.serving import browsing, served
from tests.stages.apply.desk import answers_of

pytestmark = needs("chromium")


def elsewhere(deed: Callable[[], Any]) -> Any:
    """Ask the database beside the browser, whose loop holds this thread."""

    def done() -> Any:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(done).result()


@dataclass(frozen=True)
class Desk:
    """Two windows of two computers at one section of a draft: who began it, and a colleague whom it is shared with."""

    context: BrowserContext
    page: Page
    colleague: Page
    hat: Hat
    pk: int
    there: str

    def kept(self, key: str) -> Any:
        """What the database holds."""
        return elsewhere(lambda: queries.answers_of(Application.objects.get(pk=self.pk)).get(key))


def box(page: Page, key: str) -> Any:
    """The box of a field, or of a cell of its rows."""
    return page.locator(f"[id='field-{key}']")


@contextmanager
def saving(page: Page) -> Iterator[None]:
    """Meanwhile the page saves itself, and says when."""
    with page.expect_response(lambda answer: answer.url.endswith("/save/") and answer.status == 200):
        yield
    expect(page.locator("#saved")).to_have_text(re.compile(r"✓ 10:00 已保存"))
    expect(page.locator("#unsaved")).to_be_empty()


def write(page: Page, key: str, text: str) -> None:
    """Write and leave the box."""
    box(page, key).fill(text)
    box(page, key).press("Tab")


def keep(page: Page, key: str, text: str) -> None:
    """Write, leave the box, and see it saved."""
    with saving(page):
        write(page, key, text)


def window(context: BrowserContext, client: Client, address: str, complaints: list[str]) -> Page:
    """A window of another computer."""
    assert context.browser is not None
    other = context.browser.new_context(base_url=address, locale="zh-CN")
    let_in(other, client)
    return opened(other, complaints)


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    hat, pk = with_password(place.visitor(Role.UNIT)), int(place.things["draft"])
    actions.share(application=Application.objects.get(pk=pk), person=place.colleague.person, hat=hat, at=place.city.at)
    clients, complaints = (signed_in(hat), signed_in(place.colleague)), list[str]()
    there = f"/applications/{pk}/sections/studio/"
    with served() as root, browsing(root) as context:
        context.set_default_timeout(10_000)
        let_in(context, clients[0])
        page, colleague = opened(context, complaints), window(context, clients[1], root, complaints)
        for one in (page, colleague):
            one.goto(there)
        yield Desk(context, page, colleague, hat, pk, there)
    assert complaints == []


def test_a_field_is_saved_when_it_is_left(desk: Desk) -> None:
    keep(desk.page, "specialty", "示例焊接")
    assert desk.kept("specialty") == "示例焊接"
    desk.page.goto(desk.there.replace("studio", "results"))
    desk.page.go_back()
    expect(box(desk.page, "specialty")).to_have_value("示例焊接")


def test_two_windows_overwrite_nothing_and_are_told(desk: Desk) -> None:
    mine, theirs = desk.page, desk.colleague
    keep(mine, "specialty", "示例焊接")
    write(theirs, "specialty", "示例钳工")
    expect(theirs.locator("#clashes")).to_contain_text("有 1 项，您和别人都改过")
    expect(theirs.locator("#clashes")).to_contain_text("示例焊接")
    expect(box(theirs, "specialty")).to_have_value("示例钳工")
    assert desk.kept("specialty") == "示例焊接"
    theirs.locator("#clashes").get_by_role("button", name="用现在的").click()
    expect(box(theirs, "specialty")).to_have_value("示例焊接")
    expect(theirs.locator("#clashes")).to_be_empty()
    keep(theirs, "specialty", "示例电工")
    write(mine, "specialty", "示例车工")
    expect(mine.locator("#clashes")).to_contain_text("示例电工")
    assert desk.kept("specialty") == "示例电工"
    mine.locator("#clashes").get_by_role("button", name="用我的").click()
    expect(mine.locator("#clashes")).to_be_empty()
    expect(box(mine, "specialty")).to_have_value("示例车工")
    assert desk.kept("specialty") == "示例车工"


def test_two_who_write_in_different_boxes_do_not_meet(desk: Desk) -> None:
    write(desk.page, "specialty", "示例焊接")
    keep(desk.colleague, "member_count", "17")
    expect(desk.colleague.locator("#clashes")).to_be_empty()
    assert (desk.kept("specialty"), desk.kept("member_count")) == ("示例焊接", 17)


def test_rows_come_from_a_sheet_or_one_by_one(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.there.replace("studio", "members"))
    rows = page.locator("table[data-rows=members] tbody tr")
    count = rows.count()
    sheet = "\n".join(f"示例{number}\t男\t本科\t1980-0{number % 9 + 1}" for number in range(count + 2))
    with saving(page):
        box(page, "members[0].name").evaluate(PASTE, sheet)
    expect(rows).to_have_count(count + 2)
    kept = desk.kept("members")
    assert [row["name"] for row in kept] == [f"示例{number}" for number in range(count + 2)]
    assert kept[0]["born"] == "1980-01"
    page.get_by_role("button", name="增加一行").click()
    expect(rows).to_have_count(count + 3)
    expect(box(page, f"members[{count + 2}].name")).to_be_focused()
    keep(page, f"members[{count + 2}].name", "示例后来")
    with saving(page):
        page.get_by_role("button", name="清空第 1 行").click()
    page.reload()
    expect(box(page, "members[0].name")).to_have_value("示例1")
    assert [row["name"] for row in desk.kept("members")][-1] == "示例后来"


def test_the_characters_are_counted_as_the_paper_counts_them(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.there.replace("studio", "achievements"))
    line = page.locator("#zi-achievements")
    box(page, "achievements").fill("改 进　一\n项")
    expect(line).to_have_text("现在 4 字，最多 500 字")
    box(page, "achievements").fill("示" * 501)
    expect(line).to_have_class(re.compile("over"))
    with saving(page):
        box(page, "achievements").press("Tab")
    expect(page.locator("#why-achievements")).to_contain_text("501")
    assert desk.kept("achievements") is not None


def test_a_line_that_is_cut_is_told_and_tried_again(desk: Desk) -> None:
    page = desk.page
    desk.context.set_offline(True)
    write(page, "specialty", "示例焊接")
    expect(page.locator("#saved")).to_contain_text("没有保存：连不上服务器，正在再试")
    expect(box(page, "specialty")).to_have_value("示例焊接")
    assert desk.kept("specialty") != "示例焊接"
    with saving(page):
        desk.context.set_offline(False)
    assert desk.kept("specialty") == "示例焊接"


def test_a_sign_in_that_runs_out_is_asked_for_in_place(desk: Desk) -> None:
    page = desk.page
    elsewhere(lambda: Session.objects.all().delete())
    write(page, "specialty", "示例焊接")
    expect(page.locator("#sign-in-again")).to_be_visible()
    expect(page.locator("#saved")).to_contain_text("登录已过期")
    assert desk.kept("specialty") != "示例焊接"
    with saving(page):
        sign_in(page, desk.hat)
    expect(page.locator("#sign-in-again")).to_be_hidden()
    assert desk.kept("specialty") == "示例焊接"
    keep(page, "member_count", "18")
    assert desk.kept("member_count") == 18


def test_a_page_that_is_left_in_the_middle_of_a_word_loses_nothing(desk: Desk) -> None:
    page = desk.page
    box(page, "specialty").fill("示例没写完的")
    page.goto("/desk/")
    page.goto(desk.there)
    expect(box(page, "specialty")).to_have_value("示例没写完的")
    expect(page.locator("#restore")).to_be_hidden()


def test_what_never_reached_the_server_is_offered_again(desk: Desk) -> None:
    page = desk.page
    elsewhere(lambda: Session.objects.all().delete())
    box(page, "specialty").fill("示例焊接")
    page.goto(f"/sign-in/?next={desk.there}")
    sign_in(page, desk.hat)
    page.wait_for_url(f"**{desk.there}")
    expect(page.locator("#restore")).to_contain_text("找到没有保存上的内容")
    with saving(page):
        page.get_by_role("button", name="放回来").click()
    expect(box(page, "specialty")).to_have_value("示例焊接")
    assert desk.kept("specialty") == "示例焊接"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_whole_application(place: Place, script: bool) -> None:
    """From the public page to the receipt, by the buttons."""
    city, hat = place.other, with_password(place.other.hat(Role.UNIT))
    form, complaints = sections(city), list[str]()
    with served() as root, browsing(root, script=script) as context:
        context.set_default_timeout(10_000)
        page = opened(context, complaints)
        page.goto(f"/notice/{city.round.pk}/")
        page.get_by_role("link", name=re.compile("申报")).first.click()
        sign_in(page, hat)
        page.wait_for_url(f"**/rounds/{city.round.pk}/start/")
        page.locator("main").get_by_role("button").last.click()
        for section, fields in form:
            page.wait_for_url(f"**/sections/{section.id}/")
            for field, typed in fields:
                fill(page, field, typed)
            page.get_by_role("button", name=re.compile("^保存，去")).click()
        page.wait_for_url("**/check/")
        page.get_by_role("button", name="提交").click()
        expect(page.locator("main")).to_contain_text("勾")
        page.locator("[name=attested]").check()
        page.locator("[name=told]").check()
        page.get_by_role("button", name="提交").click()
        page.wait_for_url("**/receipt/")
        expect(page.locator("main")).to_contain_text("2024年11月8日 10:00:00")
        number = page.locator("main td").first.inner_text()
    application = Application.objects.get(unit=city.unit())
    assert (application.number, Filing.objects.get(application=application).version) == (number, application.version)
    wanted = {field.key for _, fields in form for field, typed in fields if typed}
    kept = queries.answers_of(application)
    assert {key: kept.get(key) for key in wanted} == {key: answers_of(city.programme)[key] for key in wanted}
    assert complaints == []
