"""A ledger on a telephone: an entry with a photograph in one screen, looked at again, with a script and without."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from jiangfang.core.people import Role
from jiangfang.records.ledger.models import Entry
from tests.access.two_cities import Place
from tests.browser.looking import NARROW, faults, let_in, opened, signed_in
from tests.components import needs
from tests.contents import picture
from tests.serving import browsing, served

pytestmark = needs("chromium")
DRAWN = "where => { const one = document.querySelector(where); return one.complete && one.naturalWidth > 0; }"


def written_down(page: Page, studio: int, photograph: Path) -> None:
    """From the list of studios to the entry, as somebody would press it."""
    page.goto("/studios/")
    page.locator(f"a[href='/studios/{studio}/add/']").click()
    page.locator(f"a[href='/studios/{studio}/add/training/']").first.click()
    page.get_by_label("培训名称").fill("示例现场培训")
    page.locator("#field-first").fill("2024-11-01")
    page.get_by_label("对内或对外").select_option("对内")
    page.get_by_label("培训人数").fill("12")
    page.locator("label.chip").first.click()
    page.locator("#file-photos").set_input_files(photograph)
    page.get_by_role("button", name="记下").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("示例现场培训")
    expect(page.get_by_role("link", name=photograph.name, exact=True)).to_be_visible()


def seen(page: Page, where: str) -> None:
    """A picture is there, drawn, once it is scrolled to."""
    page.locator(where).first.scroll_into_view_if_needed()
    page.wait_for_function(DRAWN, arg=where)


def test_an_entry_with_a_photograph_on_a_telephone(place: Place, tmp_path: Path) -> None:
    photograph, studio, complaints = tmp_path / "示例照片.jpg", int(place.things["studio"]), list[str]()
    photograph.write_bytes(picture("JPEG", 7, (1600, 1200)))
    client = signed_in(place.visitor(Role.UNIT))
    with served() as root, browsing(root, NARROW, touched=True) as context:
        let_in(context, client)
        page = opened(context, complaints)
        written_down(page, studio, photograph)
        seen(page, ".enclosed img")
        page.get_by_role("link", name=photograph.name, exact=True).click()
        seen(page, ".page-seen img")
        page.goto(f"/studios/{studio}/timeline/")
        seen(page, ".pictures img")
        assert faults(page) == []
    assert complaints == []


def test_the_same_without_a_script(place: Place, tmp_path: Path) -> None:
    photograph, studio = tmp_path / "示例照片.png", int(place.things["studio"])
    photograph.write_bytes(picture(seed=8))
    client = signed_in(place.visitor(Role.UNIT))
    with served() as root, browsing(root, NARROW, script=False) as context:
        let_in(context, client)
        written_down(context.new_page(), studio, photograph)
    entry = Entry.objects.get(studio=studio, title="示例现场培训")
    assert (entry.kind, entry.first, len(entry.people)) == ("training", date(2024, 11, 1), 1)
    assert str(entry.values["count"]) == "12"
    assert [paper.file.name for paper in entry.files.all()] == [photograph.name]
