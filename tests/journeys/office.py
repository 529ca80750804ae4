"""What the city's office does with what comes, through its pages: look, count copies, receive, give back, chase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.journeys.browser import Browser, Page, Value, plain
from tests.journeys.town import Town


def inbox(town: Town, asked: str = "", browser: Browser | None = None) -> Page:
    """The inbox of the round."""
    return (browser or town.clerk).go(f"/rounds/{town.round}/inbox/{asked}").fine()


def line(page: Page, body: str) -> dict[str, str]:
    """A line of the inbox by its headings."""
    heads, *rows = page.rows("收件")
    return next(dict(zip(heads, row, strict=True)) for row in rows if row[0].startswith(body))


def bodies(page: Page) -> list[str]:
    """Who stands in the inbox, by name alone."""
    return [plain(one) for one in page.tree.xpath('//table[contains(@class, "inbox")]//th[@scope="row"]/a')]


def of_body(town: Town, body: str) -> Page:
    """What came from one recommender."""
    return inbox(town).follow(body)


def chosen(page: Page, studios: Sequence[str]) -> dict[str, Value]:
    """The ticks before these studios."""
    return {"chosen": [f"选{name}" for name in studios]}


def receive(town: Town, body: str, studios: Sequence[str], note: str = "") -> Page:
    """Tick them, look at the count and the names, then receive."""
    page = of_body(town, body)
    before = page.send("受理选中的", chosen(page, studios)).fine().says(f"要受理的 {len(studios)} 份", *studios)
    return before.done(f"受理这 {len(studios)} 份", {"说明": note})


def give_back(town: Town, body: str, studios: Sequence[str], form: Mapping[str, Value]) -> Page:
    """Tick them, say why, give them back."""
    page = of_body(town, body)
    return page.send("退回推荐单位", chosen(page, studios)).fine().says(*studios).send("退回勾出的", form)


def register(town: Town, spots: Sequence[str], form: Mapping[str, Value]) -> Page:
    """Tick places of the table of papers by what they are called, look at them, write down what came."""
    page = town.clerk.go(f"/rounds/{town.round}/papers/").fine()
    before = page.send("登记勾选的", {"spot": list(spots)}).fine().says(f"选中的 {len(spots)} 处")
    return before.send(f"登记这 {len(spots)} 处", form)


def places(town: Town) -> list[str]:
    """Everything in the table of papers that can still be ticked."""
    page = town.clerk.go(f"/rounds/{town.round}/papers/").fine()
    return [one.get("aria-label") for one in page.tree.xpath('//input[@name="spot"]')]
