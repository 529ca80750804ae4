"""What people do with one application, through its pages: fill, hand in, sign, look, tick, recommend, download."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from jiangfang.cli.main import main
from tests.journeys.browser import Browser, Page, Value, plain
from tests.journeys.town import Town

AGREES = "同意申报。"
RECOMMENDS = "同意推荐。"


# The unit


def start(town: Town, unit: str, way: Mapping[str, Value] | None = None) -> Page:
    """A new application; the first section of its form. way: where there is more than one."""
    return town.unit(unit).go(f"/rounds/{town.round}/start/").done("开始填写", way)


def number_of(page: Page) -> int:
    """Which application a page is of."""
    found = re.search(r"/applications/(\d+)/", page.address)
    assert found, page.address
    return int(found[1])


def fill(page: Page, answers: Mapping[str, Any]) -> Page:
    """Section by section with the last button of each, until the check."""
    for _ in range(20):
        if page.address.endswith("/check/"):
            return page
        page = fill_section(page, answers)
    raise AssertionError("没有走到核对")


def fill_section(page: Page, answers: Mapping[str, Any], button: str = "保存，去") -> Page:
    """One section: every box that is on it and answered, the rows laid in from a sheet."""
    values: dict[str, Value] = {}
    for mark in page.tree.xpath('//input[@name="has"]'):
        key = mark.get("value")
        if answers.get(key) not in (None, []):
            values |= _typed(page, key, answers[key])
    return page.done(button, values)


def _typed(page: Page, key: str, answer: Any) -> dict[str, Value]:
    if page.tree.xpath(f'//table[@data-rows="{key}"]'):
        return _rows(page, key, answer)
    box = page.tree.xpath(f'//select[@name="f-{key}"]')
    if box and str(answer) not in [plain(one) for one in box[0].iter("option")]:
        return {f"o-{key}": str(answer)}
    return {f"f-{key}": [str(word) for word in answer] if isinstance(answer, list) else str(answer)}


def _rows(page: Page, key: str, rows: list[dict[str, Any]]) -> dict[str, Value]:
    """Into empty boxes where there are enough, else in one piece from a sheet with its headings."""
    cells = page.tree.xpath(f'//table[@data-rows="{key}"]/tbody/tr[1]//*[@name]')
    columns = [one.get("name").rpartition("-")[2] for one in cells]
    labels = [re.sub(r"（.*", "", one.xpath("ancestor::td/@data-label")[0]) for one in cells]
    if len(page.tree.xpath(f'//table[@data-rows="{key}"]/tbody/tr')) >= len(rows) < 4:
        return {f"r-{key}-{at}-{name}": str(said) for at, row in enumerate(rows) for name, said in row.items()}
    lines = [labels, *([str(row.get(column, "")) for column in columns] for row in rows)]
    return {f"p-{key}": "\n".join("\t".join(line) for line in lines)}


def submit(check: Page) -> Page:
    """Attest and hand in; the receipt, or the same page with what is wrong."""
    ticks: dict[str, Value] = {"以上内容属实": True}
    if check.tree.xpath('//input[@name="told"]'):
        ticks["told"] = True
    return check.send("提交" if check.has("提交") else "改好再交", ticks)


def filed(town: Town, unit: str, answers: Mapping[str, Any], way: Mapping[str, Value] | None = None) -> int:
    """Started, filled and handed in."""
    page = submit(fill(start(town, unit, way), answers))
    assert page.title == "提交回执", f"{page.address}：{page.text}"
    return number_of(page)


def change(town: Town, unit: str, pk: int, section: str, values: Mapping[str, Value]) -> Page:
    """Other words in some boxes of a section."""
    return town.unit(unit).go(f"/applications/{pk}/sections/{section}/").done("保存", values)


# The union of the unit


def sign(town: Town, unit: str, pk: int, day: date | None = None, text: str = AGREES) -> Page:
    """The first opinion, from the desk of the union: it waits there."""
    page = town.union(unit).go(f"/applications/{pk}/endorse/").fine()
    more = {"签署日期": day.isoformat()} if day else {}
    return page.send("签好", {"意见": text, "签名": "示例主席", **more} if _opinion_box(page) else more)


def _opinion_box(page: Page) -> bool:
    return "签名" in page.text


def signed(town: Town, unit: str, answers: Mapping[str, Any], way: Mapping[str, Value] | None = None) -> int:
    """Handed in, with the opinion of the unit's union."""
    pk = filed(town, unit, answers, way)
    sign(town, unit, pk).fine()
    return pk


# The recommender


def look(town: Town, body: str, pk: int) -> Page:
    """Open it and read it."""
    return town.body(body).go(f"/recommend/applications/{pk}/").fine()


def everything(page: Page) -> list[str]:
    """Every line of the check list."""
    return [one.get("value") for one in page.tree.xpath('//input[@name="items"]')]


def tick(town: Town, body: str, pk: int) -> Page:
    """Open it and tick every line."""
    page = look(town, body, pk)
    return page.done("只保存核对", {"items": everything(page)})


def recommend(town: Town, body: str, pk: int, more: Mapping[str, Value] | None = None) -> Page:
    """Open it, tick every line, give the opinion."""
    page = look(town, body, pk)
    button = next((one for one in ("签署意见，推荐", "经同意超出名额，推荐") if page.has(one)), "重新签署")
    form = {"items": everything(page), "意见": RECOMMENDS, "签名": "示例部长", **(more or {})}
    return page.send(button, form)


def list_of(town: Town, body: str) -> Page:
    """Its list."""
    return town.body(body).go("/recommend/").follow("打开名单")


def choose(town: Town, body: str, meeting: str = "示例主席办公会") -> Page:
    """Record how the list came to be."""
    page = list_of(town, body).follow("怎样选出来的")
    return page.done("保存", {"会议": meeting, "开会的日子": town.clock.now.date().isoformat()})


def hand_in(town: Town, body: str) -> Page:
    """Hand in to the city; the receipt."""
    return list_of(town, body).follow("报送市总工会").send("报送这", {"名单和次序已经核对": True})


# Papers


def papers(browser: Browser, address: str) -> dict[str, bytes]:
    """The files of a downloaded ZIP, by name."""
    _, content = browser.file(address)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {one: package.read(one) for one in package.namelist()}


def read_back(content: bytes, folder: Path, capsys: Any, programme: str = "") -> dict[str, dict[str, Any]]:
    """The answers in a Word file as ``jiangfang form read`` finds them, by form."""
    path = folder / "读回.docx"
    path.write_bytes(content)
    capsys.readouterr()
    status = main(["form", "read", str(path), "--json", *(["--programme", programme] if programme else [])])
    told = json.loads(capsys.readouterr().out)
    assert status == 0, told
    return {item["form"]: item["answers"] for item in told["files"]}


def sheet(content: bytes, name: str = "汇总表") -> list[list[Any]]:
    """The rows of a sheet."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


def verified() -> None:
    """The journal's chains, computed again, hold, and the database guards them."""
    from jiangfang.records.journal import queries

    assert queries.unguarded() == []
    assert queries.federations()
    assert [found for one in queries.federations() for found in queries.verify(one)] == []


def deeds(browser: Browser, most: int = 20) -> list[str]:
    """What the journal's page tells, oldest first, all its pages."""
    page, told = browser.go("/journal/").fine(), []
    for _ in range(most):
        told += [row[3] for row in page.rows("操作记录")[1:]]
        if not page.tree.xpath('//a[contains(., "更早的")]'):
            return told[::-1]
        page = page.follow("更早的")
    raise AssertionError("操作记录翻不完")
