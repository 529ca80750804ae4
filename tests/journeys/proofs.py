"""What a unit does with its studio's ledger and its supporting material, through their pages; what is made of it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pypdf import PdfReader

from jiangfang.records.files.jobs import make
from tests.contents import picture
from tests.journeys.browser import Browser, Form, Page, Value, plain
from tests.journeys.town import Town


def begin_studio(town: Town, unit: str, name: str, leader: str = "示例乙", founded: str = "2021-03") -> str:
    """A studio with its empty ledger; the address of the ledger."""
    page = town.unit(unit).go("/studios/begin/").fine()
    made = page.done("建好，开始记", {"name": name, "leader_name": leader, "founded_on": founded})
    found = re.search(r"/studios/\d+/", made.address)
    assert found, made.address
    return found[0]


def keep(town: Town, unit: str, ledger: str, kind: str, values: Mapping[str, str], *slots: str) -> Page:
    """One entry on one screen, with a picture at each of these places; the page of the entry."""
    boxes: dict[str, Value] = {key if key.startswith("a-") else f"f-{key}": text for key, text in values.items()}
    files: dict[str, Value] = {
        f"file-{slot}": (f"{values['title']}-{slot}.png", shot(f"{kind}{values['title']}{slot}")) for slot in slots
    }
    return town.unit(unit).go(f"{ledger}add/{kind}/").fine().done("记下", boxes | files)


def shot(what: str) -> bytes:
    """A small picture, another one for each thing."""
    return picture(seed=sum(map(ord, what)) * 7 + len(what), size=(64, 48))


def evidence(town: Town, unit: str, pk: int) -> Page:
    """The outline of an application as its unit sees it."""
    return town.unit(unit).go(f"/applications/{pk}/evidence/").fine()


def cards(page: Page) -> dict[str, str]:
    """How each indicator stands, by its heading."""
    found = {}
    for card in page.tree.xpath('//section[contains(@class, "indicator")]'):
        found[plain(card.xpath(".//h3")[0])] = plain(card.xpath(".//header//span[contains(@class, 'tag')]")[0])
    return found


def bring(town: Town, unit: str, pk: int, spots: Sequence[str], name: str) -> Page:
    """One file brought at the first of these places (``tasks/list``) and tied there, then to the others too."""
    here = town.unit(unit).go(f"/applications/{pk}/evidence/of/{spots[0]}/").fine()
    back = here.done("上传", {"files": (name, shot(name))})
    page = back.done("勾选的归到这里")
    if len(spots) > 1:
        indicator = spots[0].partition("/")[0]
        there = town.unit(unit).go(f"/applications/{pk}/evidence/of/{indicator}/").fine()
        sort = there.done("选中的也归到", {"chosen": [f"选{name}"]}).says("选中的 1 份")
        page = sort.done("归到勾出的地方", {"spots": list(spots[1:])})
    return page


def take_all(town: Town, unit: str, pk: int) -> Page:
    """Everything of the period that the ledger has, as the page offers it."""
    page = town.unit(unit).go(f"/applications/{pk}/evidence/ledger/").fine()
    return page.done("取入勾选的各项")


def seal_all(town: Town, unit: str, pk: int, indicators: Iterable[str], who: str = "示例财务科") -> None:
    """Of every piece it is said that the seal stands on it, and who reckoned."""
    for indicator in indicators:
        page = town.unit(unit).go(f"/applications/{pk}/evidence/of/{indicator}/").fine()
        stamped = page.tree.xpath('//input[@name="stamped"]')
        said: dict[str, Value] = {"stamped": [one.get("value") for one in stamped]}
        said |= {one.get("name"): who for one in page.tree.xpath('//input[starts-with(@name, "by-")]')}
        page.done("保存次序和印章", said)


def excused(town: Town, unit: str, pk: int, indicator: str, reason: str) -> Page:
    """It is attested that one does not apply. The form of the page: by its place, every indicator has the same."""
    page = evidence(town, unit, pk)
    card = page.tree.get_element_by_id(indicator)
    button = next(one for one in card.iter("button") if plain(one) == "声明不适用")
    form = Form(page, page.owner(button), button)
    return form.fill({"reason": reason}).send().fine().says(reason)


def made(browser: Browser, page: Page) -> tuple[str, bytes]:
    """The file that a button asked for, made by the keeper and fetched."""
    found = re.search(r"/made/(\d+)/", page.address)
    assert found, page.address
    make.call(int(found[1]))
    response: Any = browser.client.get(f"/made/{found[1]}/file/")
    assert response.status_code == 200
    return str(response["Content-Disposition"]), b"".join(response)


def headings(content: bytes) -> list[str]:
    """The bookmarks of a bound PDF, the first level."""
    reader = PdfReader(io.BytesIO(content))
    return [str(one.title) for one in reader.outline if not isinstance(one, list)]
