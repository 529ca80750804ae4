"""Pictures of the pages: the sample server in a scratch folder, looked at through Chromium after signing in."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess  # nosec B404
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDE, HIGH = 1440, 900
LARGEST = 300 * 1024
COLOURS = (256, 128, 64)
SLOWEST_START = 300
OPEN = "匠坊开着："


@dataclass(frozen=True, slots=True)
class Screen:
    """A picture. login: who looks; way: what is pressed after signing in; whole: down to the last card of the page."""

    name: str
    login: str
    way: tuple[str, ...]
    whole: bool = True


SCREENS = (
    Screen("desk.png", "jia-xi", ()),
    Screen("section.png", "jia-gongshui", ("申报", "示例丑辰管网检漏创新工作室", "工作室概况"), whole=False),
    Screen("list.png", "yi-he", ("推荐", "打开名单")),
    Screen("ledger.png", "yi-fangji", ("工作室台账", "示例戊癸细纱操作创新工作室", "时间线"), whole=False),
    Screen("evidence.png", "yi-fangji", ("申报", "示例戊癸细纱操作创新工作室", "10/15"), whole=False),
    Screen("numbers.png", "yi-fangji", ("申报", "示例戊癸细纱操作创新工作室", "数和台账")),
)


def chromium() -> str | None:
    """The path of the browser; None where there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def screens(folder: Path, save: Callable[[bytes, str], None]) -> None:
    """Every picture, taken in a sample that is made in the folder; ``save`` gets each with its name."""
    with sample(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        passwords = _passwords(folder)
        for screen in SCREENS:
            save(_taken(browser, address, screen, passwords[screen.login]), screen.name)
        browser.close()


@contextmanager
def sample(folder: Path) -> Iterator[str]:
    """The sample server on a free port, as ``make run`` starts it; its address, until the block ends."""
    call = [sys.executable, "-m", "jiangfang.cli", "--data", str(folder), "serve", "--port", "0"]
    given = {**os.environ, "JIANGFANG_SAMPLE": "1", "JIANGFANG_DATABASE": "", "PYTHONUTF8": "1"}
    server = subprocess.Popen(call, env=given, stdout=subprocess.PIPE, text=True, encoding="utf-8")  # nosec B603
    patience = Timer(SLOWEST_START, server.kill)
    patience.start()
    try:
        yield _address(server)
    finally:
        patience.cancel()
        server.terminate()
        server.wait(timeout=30)


def _address(server: subprocess.Popen[str]) -> str:
    for line in server.stdout or ():
        if line.startswith(OPEN):
            return line.removeprefix(OPEN).strip().rstrip("/")
    raise SystemExit("示例服务器没有打开，图片没有更新")


def _passwords(folder: Path) -> dict[str, str]:
    accounts = json.loads((folder / "sample.json").read_text(encoding="utf-8"))
    return {one["login"]: one["password"] for one in accounts}


def _taken(browser: Browser, address: str, screen: Screen, password: str) -> bytes:
    """Sign in through the page, follow the links, take the picture."""
    context = browser.new_context(base_url=address, viewport={"width": WIDE, "height": HIGH}, locale="zh-CN")
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("登录名").fill(screen.login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).first.click()
    page.wait_for_url("**/desk/")
    for words in screen.way:
        page.get_by_role("link", name=words).first.click()
        page.wait_for_load_state("networkidle")
    picture = page.screenshot(clip=_part(page, screen))
    context.close()
    return picture


def _part(page: Page, screen: Screen) -> FloatRect:
    """From the top of the page down to its last card, or what a window shows."""
    low: float = HIGH
    if screen.whole:
        boxes = [card.bounding_box() for card in page.locator("main .card").all()]
        low = max(box["y"] + box["height"] for box in boxes if box) + 24
        page.set_viewport_size({"width": WIDE, "height": max(HIGH, round(low))})
    return {"x": 0, "y": 0, "width": WIDE, "height": round(low)}


def small(picture: bytes) -> bytes:
    """The PNG with as many colours as fit."""
    image, made = Image.open(io.BytesIO(picture)).convert("RGB"), picture
    for colours in COLOURS:
        out = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        made = out.getvalue()
        if len(made) < LARGEST:
            break
    return made
