"""What only a browser shows: a sign-in that runs out while somebody types, large letters in place, nothing left out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.http import HttpResponse, HttpResponseBase
from django.urls import get_resolver, path
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings

from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.models import Hat, Person
from jiangfang.ui import pages
from tests.components import needs
from tests.engines import Engine
from tests.records.world import AT, PASSWORD, city
from tests.serving import browsing, served
from tests.web import at

pytestmark = [needs("chromium"), pytest.mark.urls(__name__)]


@open_to()
def autosave(request: Request) -> HttpResponseBase:
    if request.method == "POST" and request.POST["text"] == "broken":
        return HttpResponse(status=500)
    if request.method == "POST":
        return HttpResponse(f"已保存：{request.POST['text']}")
    return pages.render(request, "autosave.html")


urlpatterns = [path("autosave/", autosave), *get_resolver("jiangfang.config.urls").url_patterns]
handler404 = "jiangfang.config.errors.not_found"


@pytest.fixture
def worn(own_database: Engine, settings: Settings) -> Hat:
    at(settings, AT)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent]}]
    worker = city().worker
    Person.objects.filter(pk=worker.person_id).update(must_change_password=False)
    return worker


@pytest.fixture(params=[1440, 390])
def window(worn: Hat, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    with served() as address, browsing(address, request.param) as context:
        context.set_default_timeout(10_000)
        yield context


def sign_in(page: Page) -> None:
    page.get_by_label("登录名").fill("甲unit")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_label("密码").press("Enter")


def start(window: BrowserContext, address: str) -> Page:
    page = window.new_page()
    page.goto(f"/sign-in/?next={address}")
    sign_in(page)
    page.wait_for_url(f"**{address}")
    return page


def write(page: Page, text: str) -> None:
    page.get_by_label("内容").fill(text)
    page.get_by_label("内容").press("Tab")


def test_a_sign_in_that_runs_out_is_asked_for_in_the_page(window: BrowserContext) -> None:
    page = start(window, "/autosave/")
    write(page, "一")
    expect(page.locator("#saved")).to_have_text("已保存：一")
    window.clear_cookies(name="sessionid")
    write(page, "二")
    expect(page.locator("#sign-in-again input[name=login]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#unsaved")).to_contain_text("还没有保存")
    write(page, "三")
    sign_in(page)
    expect(page.locator("#saved")).to_have_text("已保存：三")
    expect(page.locator("#sign-in-again")).to_be_hidden()
    expect(page.locator("#unsaved")).to_be_empty()
    assert page.get_by_label("内容").input_value() == "三"


def test_what_could_not_be_saved_is_said_and_stays(window: BrowserContext) -> None:
    page = start(window, "/autosave/")
    write(page, "broken")
    expect(page.locator("#unsaved")).to_contain_text("没有保存成功")
    window.set_offline(True)
    write(page, "二")
    expect(page.locator("#unsaved")).to_contain_text("没有保存成功")
    window.set_offline(False)
    write(page, "三")
    expect(page.locator("#saved")).to_have_text("已保存：三")
    expect(page.locator("#unsaved")).to_be_empty()


def test_a_sign_in_in_another_window_takes_nothing_from_this_one(window: BrowserContext) -> None:
    page = start(window, "/me/")
    page.get_by_label("姓名").fill("示例新名")
    other = window.new_page()
    other.goto("/me/")
    if other.locator(".who").get_by_role("button", name="退出").is_visible():
        other.get_by_role("button", name="退出").click()
    sign_in(other)
    page.locator("main").get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已经保存")).to_be_visible()
    expect(page.get_by_label("姓名")).to_have_value("示例新名")


def test_large_letters_touch_nothing_typed(window: BrowserContext) -> None:
    page = start(window, "/me/")
    page.get_by_label("姓名").fill("示例新名")
    with page.expect_response("**/large/"):
        page.get_by_role("button", name="大字").click()
    assert page.get_by_label("姓名").input_value() == "示例新名"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.reload()
    expect(page.get_by_role("button", name="标准字")).to_be_visible()


def test_nobody_is_kept_out_and_nothing_runs_over(window: BrowserContext) -> None:
    def looked_at(page: Page, address: str) -> None:
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(address, one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address

    stranger = window.new_page()
    for address in ("/sign-in/", "/join/", "/join/?code=x", "/forgotten/", "/no/such/", "/in/x"):
        looked_at(stranger, address)
    known = start(window, "/me/")
    for address in ("/me/", "/me/password/"):
        looked_at(known, address)


def test_without_a_script_the_form_is_kept_too(worn: Hat) -> None:
    with served() as address, browsing(address, 390, script=False) as context:
        page = start(context, "/me/")
        page.get_by_label("姓名").fill("示例新名")
        context.clear_cookies(name="sessionid")
        page.locator("main").get_by_role("button", name="保存", exact=True).click()
        expect(page.get_by_role("heading", name="登录已过期")).to_be_visible()
        sign_in(page)
        expect(page.get_by_text("已经保存")).to_be_visible()
    assert Person.objects.get(pk=worn.person_id).name == "示例新名"
