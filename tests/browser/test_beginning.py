"""The first page of an empty installation through Chromium: filled with the code of the address, sent, sent back."""

from __future__ import annotations

from pytest_django import Settings

from jiangfang.records.people import actions
from tests.access.conftest import MD5
from tests.browser.looking import faults, opened
from tests.components import needs
from tests.engines import Engine
from tests.records.world import AT
from tests.serving import browsing, served

pytestmark = needs("chromium")


def test_the_first_page_can_be_used_by_everybody(own_database: Engine, settings: Settings) -> None:
    settings.PASSWORD_HASHERS, settings.CLOCK = MD5, lambda: AT
    code, found = actions.offer_beginning(at=AT), list[str]()
    with served() as root, browsing(root) as context:
        page = opened(context, found)
        page.goto(f"/first/#{code}")
        assert (page.url, page.input_value("#field-code")) == (f"{root}/first/", code)
        found += faults(page)
        page.get_by_role("button", name="开办并登录").click()
        page.wait_for_selector("[data-problems]")
        found += faults(page)
        page.fill("#field-federation", "示例市总工会")
        page.fill("#field-name", "示例子")
        page.fill("#field-login", "shili-zi")
        for box in ("password", "again"):
            page.fill(f"#field-{box}", "di-yi-xiao-shi-2026")
        page.get_by_role("button", name="开办并登录").click()
        page.wait_for_url("**/desk/")
        found += faults(page)
        page.get_by_role("link", name="从 Excel 导入").click()
        page.wait_for_url("**/people/tree/excel/")
        found += faults(page)
    assert found == []


def test_without_scripts_the_code_is_typed(own_database: Engine, settings: Settings) -> None:
    settings.PASSWORD_HASHERS, settings.CLOCK = MD5, lambda: AT
    actions.offer_beginning(at=AT)
    with served() as root, browsing(root, width=390, script=False) as context:
        page = context.new_page()
        page.goto("/")
        assert page.url == f"{root}/first/"
        page.fill("#field-code", "ABCD-EFGH-JKMN-PQRS")
        page.get_by_role("button", name="开办并登录").click()
        assert "请写市总工会的全称" in page.content()
