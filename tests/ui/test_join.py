"""The code of a printed card: it goes from the address into the box, and in no request out of the browser."""

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from jiangfang.core.people import Role
from jiangfang.records.people import actions
from tests.components import needs
from tests.engines import Engine
from tests.records.world import AT, SERVER, city
from tests.serving import browsing, served
from tests.web import at

pytestmark = needs("chromium")


@pytest.mark.parametrize("script", [True, False])
def test_a_card_is_scanned_or_typed(own_database: Engine, settings: Settings, script: bool) -> None:
    at(settings, AT)
    spot = city().other
    (issued,) = actions.issue_unit_slips(organisations=[spot], role=Role.UNIT, actor=SERVER, hat=None, at=AT)
    asked: list[str] = []
    with served() as address, browsing(address, 390, script) as window:
        page = window.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"/join/#{issued.code}")
        box = page.get_by_label("一次性码")
        if script:
            expect(box).to_have_value(issued.code)
            assert page.url == f"{address}/join/"
        else:
            box.fill(issued.code)
        page.get_by_role("button", name="下一步").click()
        expect(page.get_by_text("您将代表“示例纺织厂”办理")).to_be_visible()
    assert len(asked) > 1
    assert not any(issued.code in url.partition("#")[0] for url in asked)
