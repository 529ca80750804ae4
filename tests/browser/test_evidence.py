"""Supporting material through Chromium: brought to its proof on a telephone and tied there by the page itself; many at
once sorted afterwards; without a script too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from jiangfang.core.people import Role
from jiangfang.stages.prove.models import Piece
from tests.access.two_cities import Place
from tests.browser.looking import NARROW, faults, let_in, opened, signed_in
from tests.browser.test_application import elsewhere
from tests.components import needs
from tests.contents import picture
from tests.serving import browsing, served

pytestmark = needs("chromium")
CHOOSE = "[data-choose-file]"
PATIENCE, USUAL = 30_000, 5_000


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Files are looked at by processes of their own, of which a busy machine has few."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=USUAL)


def photographs(folder: Path, count: int) -> list[Path]:
    made = [folder / f"示例{place}.png" for place in range(count)]
    for place, path in enumerate(made):
        path.write_bytes(picture(seed=20 + place))
    return made


def there(place: Place) -> tuple[str, str]:
    """The page of the outline, and the one to bring to the first proof."""
    base = f"/applications/{place.things['draft']}/evidence/"
    return base, f"{base}of/{place.things['indicator']}/{place.things['proof']}/"


def tied(place: Place) -> list[str]:
    """What is tied to the first proof, by its order."""
    wanted = {"application": place.things["draft"], "proof": place.things["proof"]}
    rows = Piece.objects.filter(**wanted, indicator=place.things["indicator"]).order_by("place")
    return list(elsewhere(lambda: list(rows.values_list("file__name", flat=True))))


def card(page: Page, place: Place) -> Locator:
    return page.locator(f"#{place.things['indicator']}")


def test_brought_to_its_proof_on_a_telephone_it_is_tied_by_the_page(place: Place, tmp_path: Path) -> None:
    complaints: list[str] = []
    outline, bring = there(place)
    client, before = signed_in(place.visitor(Role.UNIT)), tied(place)
    with served(threads=3) as root, browsing(root, NARROW, touched=True) as context:
        let_in(context, client)
        page = opened(context, complaints)
        page.goto(outline)
        page.locator(f"a[href='{bring}']").click()
        page.set_input_files(CHOOSE, photographs(tmp_path, 2))
        here = page.locator("#here")
        expect(here).to_contain_text("示例0.png")
        expect(here).to_contain_text("示例1.png")
        expect(here).to_contain_text("刚归好")
        page.set_input_files(CHOOSE, [*photographs(tmp_path, 3)[2:]])
        expect(here).to_contain_text("示例2.png")
        assert faults(page) == []
        page.get_by_role("link", name="回到支撑材料").click()
        expect(card(page, place)).to_contain_text("示例2.png")
        assert faults(page) == []
    assert complaints == []
    assert sorted(tied(place)) == sorted([*before, "示例0.png", "示例1.png", "示例2.png"])


def test_many_at_once_are_sorted_afterwards(place: Place, tmp_path: Path) -> None:
    complaints: list[str] = []
    outline, _ = there(place)
    client = signed_in(place.visitor(Role.UNIT))
    with served(threads=3) as root, browsing(root) as context:
        let_in(context, client)
        page = opened(context, complaints)
        page.goto(f"{outline}loose/")
        page.set_input_files(CHOOSE, photographs(tmp_path, 3))
        expect(page.get_by_text("收下 3 个")).to_be_visible()
        for name in ("示例0.png", "示例2.png"):
            page.locator(".tile").filter(has_text=name).get_by_role("checkbox").check()
        page.get_by_role("button", name="把勾选的归到").click()
        expect(page.locator("#field-files")).to_contain_text("示例2.png")
        page.locator(f"input[value='{place.things['spot_code']}']").check()
        assert faults(page) == []
        page.get_by_role("button", name="归到勾出的地方").click()
        expect(page.get_by_text("归好了 2 处")).to_be_visible()
    assert complaints == []
    assert {"示例0.png", "示例2.png"} <= set(tied(place))
    assert "示例1.png" not in tied(place)


def test_the_same_without_a_script(place: Place, tmp_path: Path) -> None:
    outline, bring = there(place)
    client = signed_in(place.visitor(Role.UNIT))
    with served(threads=3) as root, browsing(root, NARROW, script=False) as context:
        let_in(context, client)
        page = context.new_page()
        page.goto(bring)
        page.locator("#field-files").set_input_files(photographs(tmp_path, 1))
        page.get_by_role("button", name="上传", exact=True).click()
        expect(page).to_have_url(re.compile(r"since="))
        page.get_by_role("button", name="勾选的归到这里").click()
        expect(page).to_have_url(re.compile(re.escape(outline)))
        expect(card(page, place)).to_contain_text("示例0.png")
    assert "示例0.png" in tied(place)
