"""An invented city put up through the pages: people with codes, units out of a sheet, a round opened and published.

Only what no page does is done otherwise: the federation and its first administrator, who begins at the server with a
one-time link, and a programme that does not travel with the program.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
from docx import Document
from python_calamine import CalamineWorkbook

from jiangfang.core.journal import Actor
from jiangfang.core.people import Role
from jiangfang.documents.folder import load_folder, shipped
from jiangfang.records.people import actions as people
from jiangfang.records.people.models import Person
from jiangfang.records.people.queries import top_of
from jiangfang.records.programmes import actions as programmes
from tests.journeys.browser import Browser, Page, Value, plain

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
SERVER = Actor(None, "服务器命令行")
SHANGHAI = ZoneInfo("Asia/Shanghai")
PASSWORD = "yi-ci-xing-2024"
PHONE = "0000-0000001"


@dataclass
class Clock:
    """What time it is; ``settings.CLOCK``."""

    now: datetime = datetime(2019, 1, 1, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        return self.now

    def set(self, day: date, hour: int = 10, minute: int = 0, second: int = 0) -> None:
        """From now on it is that time in Shanghai."""
        self.now = datetime.combine(day, time(hour, minute, second), SHANGHAI)


@dataclass
class Town:
    """A city as people sit in it. offices: who sits where, by “身份” or “单位 身份”; places: pages of organisations."""

    name: str
    programme: str
    clock: Clock
    offices: dict[str, Browser] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    round: int = 0

    @property
    def top(self) -> str:
        """What the federation is called."""
        return f"{self.name}市总工会"

    def __getitem__(self, office: str) -> Browser:
        return self.offices[office]

    @property
    def admin(self) -> Browser:
        """The administrator."""
        return self["管理员"]

    @property
    def clerk(self) -> Browser:
        """Who runs the year at the city."""
        return self["市总经办"]

    @property
    def auditor(self) -> Browser:
        """Who reads everything."""
        return self["审计"]

    def unit(self, name: str) -> Browser:
        """Who fills in for a unit."""
        return self[f"{name} 申报单位"]

    def union(self, name: str) -> Browser:
        """The union of a unit."""
        return self[f"{name} 所在单位工会"]

    def body(self, name: str) -> Browser:
        """A recommending union."""
        return self[f"{name} 推荐单位"]


def begin(name: str, programme: str, clock: Clock) -> Town:
    """The federation, its administrator signed in by a link from the server, the programme adopted."""
    town = Town(name, programme, clock)
    federation = people.add_federation(name=town.top, actor=SERVER, at=clock.now)
    top = top_of(federation)
    admin = people.add_person(
        organisation=top,
        role=Role.ADMIN,
        login=f"{name}管理员",
        name="示例管理员",
        phone=PHONE,
        password=None,
        actor=SERVER,
        hat=None,
        at=clock.now,
    )
    town.places[town.top] = f"/people/organisations/{top.pk}/"
    town.offices["管理员"] = _linked(admin, clock)
    folder = shipped() / programme
    if folder.is_dir():
        loaded, _ = load_folder(folder)
        assert loaded is not None
        town.admin.go("/programmes/").done(f"采用：{loaded.programme.title}")
    else:
        own = ROOT / "tests" / "programmes" / programme
        programmes.adopt(folder=own, federation=federation, actor=SERVER, hat=None, at=clock.now)
    return town


def _linked(person: Person, clock: Clock) -> Browser:
    """Signed in by a one-time link; then a password of one's own."""
    issued = people.issue_link(person=person, actor=SERVER, at=clock.now)
    browser = Browser(person.name)
    page = browser.go(f"/in/{issued.code}").done("登录")
    if page.title == "改密码":
        page.done("改密码", {"新密码": PASSWORD, "新密码再写一遍": PASSWORD})
    return browser


# People: organisations one by one or from a sheet, persons with codes


def add_body(town: Town, kind: str, name: str) -> None:
    """A recommending body, with somebody who recommends."""
    page = town.admin.go(f"{town.places[town.top]}add/").done("加上", {"名称": name, "类别": kind})
    town.places[name] = page.address
    add_person(town, name, "推荐单位", f"{name} 推荐单位")


def add_person(town: Town, at: str, role: str, office: str) -> None:
    """The administrator registers somebody and prints a code; they choose a password with it and sign in."""
    login = f"{town.name}{office}".replace(" ", "-")
    form = {"姓名": f"示例{office[-4:]}", "登录名": login, "电话": PHONE, "身份": role}
    codes = codes_of(town.admin.go(f"{town.places[at]}person/").done("登记并发码", form))
    assert len(codes) == 1
    browser, password = Browser(login), PASSWORD
    page = browser.go("/forgotten/").done(
        "改密码", {"一次性码": codes[0][2], "新密码": password, "新密码再写一遍": password}
    )
    assert page.title == "登录"
    page.done("登录", {"登录名": login, "密码": password})
    town.offices[office] = browser


def codes_of(page: Page) -> list[tuple[str, str, str]]:
    """The printed cards: for whom, for what, the code."""
    cards = [one for one in page.tree.iter("section") if "slip" in one.get("class", "")]
    found = []
    for card in cards:
        heading, what, code = card.find("h2"), card.findall("p")[0], card.find_class("code")[0]
        assert card.find(".//{*}svg") is not None, "没有二维码"
        found.append((plain(heading), plain(what), plain(code)))
    return found


def sheet_of(empty: bytes, lines: Sequence[Mapping[str, str]]) -> bytes:
    """The empty list as it was downloaded, filled in by its headings."""
    titles = [
        str(title) for title in CalamineWorkbook.from_filelike(io.BytesIO(empty)).get_sheet_by_index(0).to_python()[0]
    ]
    book = openpyxl.load_workbook(io.BytesIO(empty))
    sheet = book.worksheets[0]
    for place, line in enumerate(lines, start=2):
        for title, said in line.items():
            sheet.cell(row=place, column=titles.index(title) + 1, value=said)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def add_units(town: Town, above: str, names: Sequence[str]) -> None:
    """The body above sends a sheet with its units and prints the codes; people of the units join with them."""
    body = town.body(above) if above in town.places and above != town.top else town.admin
    page = body.go("/people/").follow("从 Excel 批量加单位")
    _, empty = body.file(page.link("下载空表"))
    content = sheet_of(empty, [{"单位名称": name} for name in names])
    preview = page.done("上传并核对", {"名单": ("单位名单.xlsx", content)}).says(f"新增 {len(names)} 个单位")
    cards = codes_of(preview.done("确认：加"))
    assert len(cards) == 2 * len(names)
    for whom, what, code in cards:
        join(town, whom, what, code)


def join(town: Town, unit: str, role: str, code: str) -> Browser:
    """Somebody new comes with a code."""
    login = f"{town.name}-{unit}-{role}-{len(town.offices)}"
    browser, password = Browser(login), PASSWORD
    page = browser.go("/join/").done("下一步", {"一次性码": code}).says(f"您将代表“{unit}”办理，身份是{role}")
    typed = {"登录名": login, "姓名": f"{unit}{role}", "电话": PHONE, "密码": password, "密码再写一遍": password}
    page.done("登记并登录", typed)
    town.offices.setdefault(f"{unit} {role}", browser)
    return browser


# The round


def open_round(town: Town, answers: Mapping[str, Value]) -> Page:
    """The clerk opens a round: what the notice says is filled in already, what it leaves open is answered."""
    page = town.clerk.go("/rounds/").follow("开启一个批次").follow("用这一套")
    opened = page.done("开启，先不发布", answers)
    found = re.search(r"/rounds/(\d+)/", opened.address)
    assert found
    town.round = int(found[1])
    return opened


def attach(town: Town, name: str, content: bytes) -> Page:
    """The notice's own file."""
    page = town.clerk.go(f"/rounds/{town.round}/").follow("附上通知")
    return page.done("附上", {"选择文件": (name, content)}).says("条款都找到了")


def publish(town: Town) -> Page:
    """The round is made public."""
    return town.clerk.go(f"/rounds/{town.round}/").done("发布")


def word(text: str) -> bytes:
    """A text as a Word file, a paragraph a line."""
    document, out = Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph("".join(letter for letter in line if letter.isprintable() or letter == "\t"))
    document.save(out)
    return out.getvalue()


def seed(name: str, invented: str) -> str:
    """The notice itself where the seeds lie beside the project, else an invented text with the same numbers."""
    path = SEEDS / name
    return path.read_text("utf-8") if path.is_file() else invented
