"""Uploading through Chromium: on a telephone, dragged, broken off, signed out meanwhile, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from playwright.sync_api import BrowserContext, Page, Route, expect
from pytest_django import Settings

from jiangfang.core.proofs import MB
from jiangfang.records.files import store
from jiangfang.records.files.models import File, Upload
from tests import web
from tests.access.conftest import MD5
from tests.browser.looking import faults, let_in, opened, signed_in
from tests.components import needs
from tests.contents import pdf, picture
from tests.engines import Engine
from tests.records.world import AT, PASSWORD, City, city, later
from tests.serving import browsing, served
from tests.trays import named

pytestmark = needs("chromium")
T = TypeVar("T")
PATIENCE, USUAL = 30_000, 5_000
CHOOSE, PHOTOGRAPH = "[data-choose-file]", "[data-photograph-file]"
DROP = """([zone, files]) => {
  const moved = new DataTransfer();
  for (const [name, text] of files) { moved.items.add(new File([text], name)); }
  const spot = document.querySelector(zone);
  for (const what of ['dragenter', 'dragover', 'drop']) {
    spot.dispatchEvent(new DragEvent(what, {dataTransfer: moved, bubbles: true, cancelable: true}));
  }
}"""


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Files are looked at by processes of their own, of which a busy machine has few."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=USUAL)


@pytest.fixture
def town(own_database: Engine, settings: Settings, tmp_path: Path) -> City:
    settings.PASSWORD_HASHERS, settings.DATA = MD5, tmp_path / "data"
    web.at(settings, AT)
    return city()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complains of; nothing."""
    found: list[str] = []
    yield found
    assert found == []


def meanwhile(ask: Callable[[], T]) -> T:
    """What the database says, asked in a thread of its own: the browser's loop is in this one."""

    def asked() -> T:
        try:
            return ask()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asked).result()


def files() -> list[tuple[str, int]]:
    """What was brought: the name and how it is turned."""
    return meanwhile(lambda: list(File.objects.values_list("name", "turned")))


def open_uploads() -> list[int]:
    """How far those stand that are on their way."""
    return meanwhile(lambda: list(Upload.objects.filter(ended_at=None).values_list("received", flat=True)))


def here(town: City) -> str:
    return f"/files/{named(town.unit)}/upload/"


@pytest.fixture
def window(town: City, complaints: list[str]) -> Iterator[tuple[BrowserContext, Page]]:
    """The page of the unit's tray."""
    client = signed_in(town.worker)
    with served(threads=3) as root, browsing(root) as context:
        let_in(context, client)
        page = opened(context, complaints)
        page.goto(here(town))
        yield context, page


def given(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def photograph(folder: Path, name: str = "照片.bmp", high: int = 700) -> Path:
    """Two megabytes of them."""
    return given(folder, name, picture("BMP", len(name), (1000, high)))


def named_on(page: Page) -> list[str]:
    return page.locator(".tile .name").all_inner_texts()


def test_a_photograph_from_a_telephone(town: City, tmp_path: Path, complaints: list[str]) -> None:
    """Taken, sent, seen, turned, looked at in large."""
    client = signed_in(town.worker)
    with served(threads=3) as root, browsing(root, 390, touched=True) as context:
        let_in(context, client)
        page = opened(context, complaints)
        page.goto(here(town))
        expect(page.get_by_role("button", name="拍照")).to_be_visible()
        assert page.locator(PHOTOGRAPH).get_attribute("capture") == "environment"
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="拍照").click()
        chooser.value.set_files(given(tmp_path, "IMG_0001.heic", picture("HEIF", size=(600, 400))))
        expect(page.get_by_text("收下 1 个")).to_be_visible()
        tile = page.locator(".tile")
        expect(tile).to_contain_text("IMG_0001.heic")
        expect(tile).to_contain_text("HEIC 照片")
        _seen(page, ".tile img", (320, 213))
        tile.get_by_role("button", name="右转").click()
        _seen(page, ".tile img", (213, 320))
        assert faults(page) == []
        page.set_viewport_size({"width": 390, "height": 900})
        page.get_by_role("link", name="预览").click()
        _seen(page, ".page-seen img", (400, 600))
        assert faults(page) == []
    assert files() == [("IMG_0001.heic", 90)]


def _seen(page: Page, which: str, size: tuple[int, int]) -> None:
    """A picture is there and has this many pixels."""
    image = page.locator(which)
    expect(image).to_be_visible()
    image.scroll_into_view_if_needed()
    image.evaluate("image => image.decode()")
    assert tuple(image.evaluate("image => [image.naturalWidth, image.naturalHeight]")) == size


def test_many_at_once_each_with_its_own_end(window: tuple[BrowserContext, Page], tmp_path: Path) -> None:
    _, page = window
    listed = [photograph(tmp_path, f"{place}{'一' * place}.bmp", 60) for place in range(5)]
    listed += [given(tmp_path, "网页.jpg", b"<html>" + b"x" * 900), given(tmp_path, "空.pdf", b"")]
    listed += [given(tmp_path, "大.pdf", b"%PDF" + b"0" * 4 * MB), given(tmp_path, "证书.pdf", pdf(2))]
    page.set_input_files(CHOOSE, listed)
    expect(page.get_by_text("共 9 个：收下 6 个，没有收下 3 个。")).to_be_visible()
    expect(page.locator(".tile")).to_have_count(6)
    left = page.locator("[data-list] li")
    expect(left).to_have_count(3)
    for name, why in (("网页.jpg", "没有收下"), ("空.pdf", "空的文件"), ("大.pdf", "一个文件最多 3 MB")):
        expect(left.filter(has_text=name)).to_contain_text(why)
    expect(page.get_by_text("这里还能放 54 个")).to_be_visible()
    assert faults(page) == []
    left.filter(has_text="空.pdf").get_by_role("button", name="知道了").click()
    expect(left).to_have_count(2)
    assert open_uploads() == []


def test_too_many_at_once_are_refused_before_the_first(window: tuple[BrowserContext, Page]) -> None:
    _, page = window
    page.evaluate(DROP, ["[data-drop]", [[f"{place}.pdf", "x"] for place in range(10_000)]])
    expect(page.get_by_text("一次选了 10000 个，这里还能放 60 个，一个也没有传")).to_be_visible()
    assert open_uploads() == []


def test_the_same_again_is_said_and_the_count_follows(
    window: tuple[BrowserContext, Page], settings: Settings, tmp_path: Path
) -> None:
    _, page = window
    page.set_input_files(CHOOSE, given(tmp_path, "专利证书.pdf", pdf(2)))
    expect(page.get_by_text("收下 1 个")).to_be_visible()
    expect(page.locator("[id^=count-]")).to_contain_text("这里有 1 个文件")
    web.at(settings, later(minutes=1))
    page.set_input_files(CHOOSE, [given(tmp_path, "扫描件.pdf", pdf(2)), given(tmp_path, "别的.pdf", pdf(3))])
    expect(page.get_by_text("共 2 个：收下 1 个，已经有了 1 个。")).to_be_visible()
    line = page.locator("[data-list] li")
    expect(line).to_contain_text("和“专利证书.pdf”一样，已经有了，没有再放一份")
    expect(page.locator(".tile")).to_have_count(2)
    expect(page.locator("[id^=count-]")).to_contain_text("这里有 2 个文件")
    line.get_by_role("button", name="知道了").click()
    expect(line).to_have_count(0)


def test_a_picture_that_could_not_be_drawn_at_once_is_asked_for_again(
    window: tuple[BrowserContext, Page], tmp_path: Path
) -> None:
    asked: list[str] = []

    def busy(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=503) if len(asked) < 4 else route.continue_()

    _, page = window
    page.route("**/preview/**", busy)
    page.set_input_files(CHOOSE, [given(tmp_path, f"{seed}.png", picture(seed=seed)) for seed in (1, 2)])
    expect(page.locator(".tile")).to_have_count(2)
    for tile in (0, 1):
        _seen(page, f".tile:nth-of-type({tile + 1}) img", (320, 240))
    assert len(asked) == 5


def test_dragged_into_the_box(window: tuple[BrowserContext, Page]) -> None:
    _, page = window
    page.evaluate(DROP, ["[data-drop]", [["网页.html", "<html>"]]])
    expect(page.locator("[data-list] li")).to_contain_text("没有收下")
    assert page.url.endswith("/upload/")


def broken(page: Page, when: Callable[[int], bool]) -> list[int]:
    """The line breaks for the pieces of these numbers; the offsets of all pieces."""
    offsets: list[int] = []

    def piece(route: Route) -> None:
        said = route.request.headers.get("upload-offset")
        if said is not None:
            offsets.append(int(said))
            if when(len(offsets)):
                route.abort("internetdisconnected")
                return
        route.fallback()

    page.route("**/resumable/**", piece)
    return offsets


def test_a_line_that_breaks_is_gone_on_with(window: tuple[BrowserContext, Page], tmp_path: Path) -> None:
    _, page = window
    path = photograph(tmp_path)
    offsets = broken(page, lambda count: count in (2, 3))
    page.set_input_files(CHOOSE, path)
    expect(page.get_by_text("断线了，正在再试")).to_be_visible()
    expect(page.get_by_text("收下 1 个")).to_be_visible()
    assert len(set(offsets[:4])) == 2
    assert offsets[1] == offsets[2] == offsets[3] > 0
    assert meanwhile(_only) == path.read_bytes()


def _only() -> bytes:
    with store.open(File.objects.get().content) as found:
        return found.read()


def test_the_same_file_once_more_goes_on_where_it_stood(
    window: tuple[BrowserContext, Page], town: City, tmp_path: Path
) -> None:
    """The window was closed half-way."""
    context, page = window
    path = photograph(tmp_path)
    broken(page, lambda count: count > 1)
    page.set_input_files(CHOOSE, path)
    expect(page.get_by_text("断线了，正在再试")).to_be_visible()
    (stands,) = open_uploads()
    assert 0 < stands < path.stat().st_size
    page.close()
    other = context.new_page()
    other.goto(here(town))
    expect(other.get_by_text("上次没有传完的")).to_be_visible()
    assert faults(other) == []
    offsets = broken(other, lambda count: False)
    other.set_input_files(CHOOSE, path)
    expect(other.get_by_text("收下 1 个")).to_be_visible()
    expect(other.get_by_text("上次没有传完的")).to_be_hidden()
    assert offsets[0] == stands
    assert (open_uploads(), len(files())) == ([], 1)
    assert other.evaluate("Object.keys(localStorage).length") == 0


def test_what_is_cancelled_leaves_nothing(window: tuple[BrowserContext, Page], town: City, tmp_path: Path) -> None:
    _, page = window
    broken(page, lambda count: count > 1)
    page.set_input_files(CHOOSE, photograph(tmp_path))
    expect(page.get_by_text("断线了，正在再试")).to_be_visible()
    with page.expect_response("**/resumable/*/**"):
        page.get_by_role("button", name="取消").click()
    expect(page.locator("[data-list] li")).to_have_count(0)
    assert open_uploads() == []


def test_one_who_is_signed_out_signs_in_and_it_goes_on(
    window: tuple[BrowserContext, Page], town: City, tmp_path: Path
) -> None:
    _, page = window
    meanwhile(lambda: Session.objects.all().delete())
    page.set_input_files(CHOOSE, photograph(tmp_path))
    expect(page.get_by_text("登录以后接着传")).to_be_visible()
    panel = page.locator("#sign-in-again")
    panel.get_by_label("登录名").fill(town.worker.person.login)
    panel.get_by_label("密码").fill(PASSWORD)
    panel.get_by_role("button", name="登录并接着保存").click()
    expect(page.get_by_text("收下 1 个")).to_be_visible()
    assert len(files()) == 1


def with_boxes(route: Route) -> None:
    """The tiles as a page has them on which some are chosen."""
    answer = route.fetch()
    box = r'\g<0><input type="checkbox" name="file" value="\1" aria-label="选">'
    route.fulfill(response=answer, body=re.sub(r'<li class="tile" id="file-(\d+)">', box, answer.text()))


def test_what_is_ticked_stays_ticked(window: tuple[BrowserContext, Page], tmp_path: Path) -> None:
    _, page = window
    page.route("**/upload/", with_boxes)
    page.set_input_files(CHOOSE, given(tmp_path, "一.pdf", pdf(1)))
    page.locator(".tile").get_by_role("checkbox").check()
    page.set_input_files(CHOOSE, given(tmp_path, "二.pdf", pdf(2)))
    expect(page.locator(".tile")).to_have_count(2)
    expect(page.locator(".tile", has_text="一.pdf").get_by_role("checkbox")).to_be_checked()
    expect(page.locator(".tile", has_text="二.pdf").get_by_role("checkbox")).not_to_be_checked()


def test_without_scripts_the_form_does_the_same(town: City, tmp_path: Path, complaints: list[str]) -> None:
    client = signed_in(town.worker)
    with served() as root, browsing(root, 390, script=False) as context:
        let_in(context, client)
        page = opened(context, complaints)
        page.goto(here(town))
        page.set_input_files(CHOOSE, [photograph(tmp_path, high=60), given(tmp_path, "坏.jpg", b"MZ" * 99)])
        page.get_by_role("button", name="上传").click()
        expect(page.get_by_text("收下 1 个文件")).to_be_visible()
        expect(page.locator(".problems")).to_contain_text("坏.jpg")
        page.get_by_role("link", name="预览").click()
        page.get_by_label("名字").fill("开工仪式")
        page.get_by_role("button", name="改名").click()
        expect(page.get_by_role("heading", name="开工仪式.bmp")).to_be_visible()
        page.get_by_role("button", name="向左转").click()
        page.get_by_role("link", name="删除这个文件").click()
        page.get_by_role("button", name="删除").click()
        expect(page.get_by_text("删掉了")).to_be_visible()
    assert files() == []
