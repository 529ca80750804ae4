"""The first hour of an office: a server on an empty folder, begun in the browser until a round is open.

Nothing is done but what the office does: the code is read where the server shows it, everything else over HTTP.
"""

from __future__ import annotations

import io
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jiangfang.config import database
from tests.cli.served import Server, serving
from tests.cli.stored import jiangfang
from tests.components import needs
from tests.engines import Engine
from tests.journeys.browser import Browser, Page
from tests.journeys.wire import Wire

TOP, PASSWORD = "示例市总工会", "di-yi-xiao-shi-2026"
FORM = {
    "全称": TOP,
    "姓名": "示例子",
    "登录名": "shili-zi",
    "密码": PASSWORD,
    "密码再写一遍": PASSWORD,
}
BODIES = [
    ["示例县总工会", "县（市、区）总工会", "", "示例甲", ""],
    ["示例机械厂", "单位", "示例县总工会", "", ""],
    ["示例铸造分厂", "单位", "示例机械厂", "", ""],
    ["示例开发区工会", "开发区工会", TOP, "示例乙", "推荐单位"],
    ["示例教育工会", "产业工会", "", "", ""],
    ["示例直属厂", "单位", "", "示例丙", "申报单位"],
]


def browser(server: Server, whose: str = "示例子") -> Browser:
    """A window on the server, without a cookie."""
    wire: Any = Wire(server.document["url"])
    return Browser(whose, wire)


def filled(blank: bytes, *rows: list[str]) -> tuple[str, bytes]:
    """The empty list with these rows, as Excel saves it."""
    book, out = openpyxl.load_workbook(io.BytesIO(blank)), io.BytesIO()
    for number, row in enumerate(rows, 2):
        for column, words in enumerate(row, 1):
            book.worksheets[0].cell(number, column, words)
    book.save(out)
    return "机构名单.xlsx", out.getvalue()


def steps(desk: Page) -> list[str]:
    """How far the list on the desk has come."""
    (listed,) = [one for one in desk.tree.iter("ol") if "todo" in one.get("class", "")]
    return [next(tag for tag in ("办好了", "现在办", "还没办") if tag in one.text_content()) for one in listed]


def begun(server: Server) -> Browser:
    """The first page: every address leads there, a wrong code is refused, the right one begins."""
    office, code = browser(server), server.document["code"]
    for address in ("/", "/sign-in/", "/desk/", "/people/", "/gibt-es-nicht/"):
        assert office.go(address).fine().address.endswith("/first/")
    page = office.go("/").send("开办并登录", {**FORM, "一次性码": "ABCD-EFGH-JKMN-PQRS"})
    page.refuses("不是这个码", TOP, "shili-zi").hides(PASSWORD)
    page = page.send("开办并登录", {"一次性码": code.lower(), "密码": PASSWORD, "密码再写一遍": "bie-de-mi-ma-2026"})
    page.refuses("两次写的密码不一样")
    desk = page.done("开办并登录", {"密码": PASSWORD, "密码再写一遍": PASSWORD})
    assert desk.address.endswith("/desk/")
    assert steps(desk.says("开办好了", "照下面的清单")) == ["现在办", "还没办", "还没办", "还没办"]
    assert browser(server).go("/first/").fine().address.endswith("/sign-in/?next=/desk/")
    return office


def tree_imported(office: Browser, top: str = TOP) -> list[str]:
    """The tree out of the template: a fault first, then whole; the codes that are printed for it."""
    upload = office.go("/desk/").follow("从 Excel 导入")
    name, blank = office.file(upload.link("下载空表"))
    assert name == "机构名单.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(blank))
    assert book.sheetnames == ["机构名单", "例子", "怎样填"]
    wrong = [*BODIES, ["示例校", "学校", "没有这个", "", ""]]
    page = upload.send("上传并核对", {"file": filled(blank, *wrong)})
    page.refuses("第 8 行 类别：写的是“学校”", "第 8 行 上级机构：没有叫“没有这个”的上级", "现在什么也没有加")
    assert [row[0] for row in office.go("/people/").rows("单位")[1:]] == [top]
    preview = upload.done("上传并核对", {"file": filled(blank, *BODIES)}).says("新增 6 个", "0 个已经有了")
    cards = preview.done("确认：加 6 个机构，发 3 个码")
    cards.says("新增 6 个机构", "推荐单位，交给示例甲", "申报单位，交给示例丙")
    assert [row[1] for row in preview.rows("机构名单")[1:]] == [row[0] for row in BODIES]
    return re.findall(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", cards.text)


def imported_again(office: Browser) -> None:
    """A second list adds only what is new, a third nothing."""
    upload = office.go("/people/").follow("从 Excel 导入机构")
    _, blank = office.file(upload.link("下载空表"))
    more = filled(blank, *BODIES, ["示例纺织厂", "单位", "示例县总工会", "", ""])
    preview = upload.done("上传并核对", {"file": more}).says("新增 1 个，6 个已经有了")
    preview.done("确认：加 1 个机构").says("新增 1 个机构，6 个原来就有")
    upload.done("上传并核对", {"file": more}).says("新增 0 个，7 个已经有了", "也发新码")
    tree = office.go("/people/").rows("单位")
    assert [row[0].strip("　") for row in tree[1:]] == [TOP, *(row[0] for row in _in_order())]


def _in_order() -> list[list[str]]:
    """As the tree shows them: each below what it stands under, in the order in which they came."""
    return sorted([*BODIES[:3], ["示例纺织厂"], *BODIES[3:]], key=lambda row: _place(row[0]))


def _place(name: str) -> int:
    names = ["示例县总工会", "示例机械厂", "示例铸造分厂", "示例纺织厂", "示例开发区工会", "示例教育工会", "示例直属厂"]
    return names.index(name)


def peopled(server: Server, office: Browser, codes: list[str]) -> None:
    """Two unions come in by their codes; the third is registered by the administrator."""
    for number, code in enumerate(codes[:2]):
        joining = browser(server).go("/join/").done("下一步", {"一次性码": code}).says("身份是推荐单位")
        own = {"登录名": f"shili-{number}", "姓名": f"示例{number}", "密码": PASSWORD, "密码再写一遍": PASSWORD}
        assert joining.done("登记并登录", own).address.endswith("/desk/")
    office.go("/desk/").says("1 个推荐单位还没有人")
    page = office.go("/people/").follow("示例教育工会").follow("登记一个人")
    page.done("登记并发码", {"姓名": "示例丁", "登录名": "shili-ding", "身份": "推荐单位"}).says("示例丁")


def opened(office: Browser) -> Page:
    """The programme taken over, the round opened and shown to everybody."""
    desk = office.go("/desk/")
    assert steps(desk) == ["办好了", "办好了", "现在办", "还没办"]
    desk.follow("去采用").done("采用：2024 年开封市").says("采用了")
    desk = office.go("/desk/")
    assert steps(desk) == ["办好了", "办好了", "办好了", "现在办"]
    form = desk.follow("开启一个批次").follow("用这一套").says("示例县总工会", "示例开发区工会", "示例教育工会")
    return form.done("开启，先不发布", {"名称": "示例批次"}).says("“示例批次”开好了，还没有发布")


def whole_hour(server: Server) -> None:
    """From the first page to the open round."""
    office = begun(server)
    codes = tree_imported(office)
    assert len(codes) == len(set(codes)) == 3
    assert steps(office.go("/desk/")) == ["办好了", "现在办", "还没办", "还没办"]
    imported_again(office)
    peopled(server, office, codes)
    opened(office)
    desk = office.go("/desk/").hides("做完下面几步")
    desk.says("示例批次")


def test_the_first_hour_on_an_empty_folder(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        whole_hour(server)
    with serving(tmp_path) as server:
        assert "code" not in server.document
        page = browser(server).go("/sign-in/").done("登录", {"登录名": "shili-zi", "密码": PASSWORD})
        page.says("示例批次")
    verified = jiangfang("--data", str(tmp_path), "journal", "verify", "--json")
    assert verified.status == 0


@needs("postgresql")
@pytest.mark.both_engines
def test_the_first_hour_on_an_empty_database(own_database: Engine, tmp_path: Path) -> None:
    data = Path(own_database.environment.get("JIANGFANG_DATA", str(tmp_path)))
    with serving(data, JIANGFANG_DATABASE=own_database.environment["JIANGFANG_DATABASE"]) as server:
        whole_hour(server)
        assert browser(server).go("/first/").title == "登录"


def test_a_code_is_good_until_the_next_start(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        first = server.document["code"]
    with serving(tmp_path) as server:
        assert server.document["code"] != first
        browser(server).go("/").send("开办并登录", {**FORM, "一次性码": first}).refuses("每次重新启动都换一个")
        browser(server).go("/").done("开办并登录", {**FORM, "一次性码": server.document["code"]})
        code = server.document["code"]
    with closing(sqlite3.connect(tmp_path / database.FILE)) as kept:
        assert kept.execute("SELECT count(*) FROM people_beginning").fetchone() == (0,)
    kept_files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept_files) > 3
    assert not any(code.encode() in content for content in kept_files)


def test_who_guesses_the_code_has_to_wait(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        page = browser(server).go("/")
        for _ in range(5):
            page = page.send("开办并登录", {**FORM, "一次性码": "ABCD-EFGH-JKMN-PQRS"}).refuses("不是这个码")
        page = page.send("开办并登录", {**FORM, "一次性码": server.document["code"]})
        assert page.says("试的次数太多了").status == 429
