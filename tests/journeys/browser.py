"""Somebody at a browser without JavaScript: opens pages, follows links, fills the real forms by their labels.

Nothing is sent that does not stand on the page: a form goes with every hidden input, every box as it was shown unless
it was filled otherwise, and the button that was pressed; its token is checked. A redirect is followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlencode, urljoin, urlsplit

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import MULTIPART_CONTENT

Value = str | bool | list[str] | tuple[str, bytes]
"""What is filled in: a text, a tick, the words to tick of several, a file by its name and what is in it."""
HOST = "http://testserver"
_NO_TEXT = {"hidden", "submit", "button", "checkbox", "radio", "file"}


def plain(element: Any) -> str:
    """The words of an element on one line."""
    return re.sub(r"\s+", " ", str(element.text_content())).strip()


def _called(label: str) -> str:
    """A label without the marks behind it."""
    return re.sub(r"(\s*(\*|必填|应填))+$", "", label)


@dataclass
class Form:
    """A form of a page, with the button that sends it."""

    page: Page
    element: Any
    button: Any
    files: dict[str, SimpleUploadedFile] = field(default_factory=dict)

    def controls(self) -> Iterator[Any]:
        """Its boxes that are not switched off, those that stand elsewhere on the page and name it too."""
        for one in self.page.tree.iter("input", "select", "textarea"):
            off = one.get("disabled") is not None or any(up.get("disabled") is not None for up in one.iterancestors())
            if one.get("name") and not off and self.page.owner(one) is self.element:
                yield one

    def fill(self, values: Mapping[str, Value]) -> Form:
        """Every value into the box of that label, or of that name."""
        for called, value in values.items():
            self._put(called, value)
        return self

    def _put(self, called: str, value: Value) -> None:
        found = self._boxes(called)
        assert found, f"{self.page.address}: 没有叫“{called}”的格子：{sorted(self._labels())}"
        kind = found[0].get("type", "text") if found[0].tag == "input" else found[0].tag
        if isinstance(value, tuple):
            self.files[found[0].get("name")] = SimpleUploadedFile(*value)
        elif kind in ("checkbox", "radio"):
            self._tick(found, value)
        elif kind == "select":
            self._choose(found[0], str(value))
        elif kind == "textarea":
            found[0].text = str(value)
        else:
            found[0].set("value", str(value))

    def _tick(self, boxes: list[Any], value: Value) -> None:
        if isinstance(value, bool):
            assert len(boxes) == 1, "一个勾，还是几个"
            _check(boxes[0], value)
            return
        wanted = [value] if isinstance(value, str) else [str(word) for word in value]
        known = {one.get("value"): one for one in boxes} | {self._label(one): one for one in boxes}
        assert set(wanted) <= set(known), f"没有{set(wanted) - set(known)}：{sorted(known)}"
        for one in boxes:
            _check(one, one in [known[word] for word in wanted])

    def _choose(self, box: Any, wanted: str) -> None:
        options = list(box.iter("option"))
        chosen = [one for one in options if wanted in (one.get("value", plain(one)), plain(one))]
        assert chosen, f"没有“{wanted}”：{[plain(one) for one in options]}"
        for one in options:
            one.attrib.pop("selected", None)
        chosen[0].set("selected", "")

    def _boxes(self, called: str) -> list[Any]:
        controls = [one for one in self.controls() if one.get("type") != "hidden"]
        by_name = [one for one in controls if one.get("name") == called]
        if by_name:
            return by_name
        exact = [one for one in controls if called in (_called(self._label(one)), self._legend(one))]
        return exact or [one for one in controls if called in self._label(one)][:1]

    def _label(self, box: Any) -> str:
        if box.get("aria-label"):
            return str(box.get("aria-label"))
        around = next((up for up in box.iterancestors("label")), None)
        if around is not None:
            return plain(around)
        for label in self.element.iter("label"):
            if box.get("id") and label.get("for") == box.get("id"):
                return plain(label)
        return ""

    def _legend(self, box: Any) -> str:
        if box.get("type") not in ("checkbox", "radio"):
            return ""
        group = next((up for up in box.iterancestors("fieldset")), None)
        legend = None if group is None else group.find("legend")
        return "" if legend is None else _called(plain(legend))

    def _labels(self) -> set[str]:
        return {self._label(one) or one.get("name") for one in self.controls() if one.get("type") != "hidden"}

    def pairs(self) -> list[tuple[str, str]]:
        """What a browser would send of it."""
        made: list[tuple[str, str]] = []
        for one in self.controls():
            made += [(one.get("name"), value.replace("\r\n", "\n").replace("\n", "\r\n")) for value in _sent(one)]
        if self.button.get("name"):
            made.append((self.button.get("name"), self.button.get("value", "")))
        return made

    def send(self) -> Page:
        """Press the button."""
        to = self.button.get("formaction") or self.element.get("action") or self.page.address
        address = urljoin(self.page.address, to)
        if self.element.get("method", "get") == "get":
            return self.page.browser.go(f"{address.partition('?')[0]}?{urlencode(self.pairs())}")
        if self.element.get("enctype") == "multipart/form-data":
            data: dict[str, Any] = {}
            for name, value in self.pairs():
                data.setdefault(name, []).append(value)
            return self.page.browser.post(address, {**data, **self.files})
        assert not self.files
        return self.page.browser.post(address, urlencode(self.pairs()), "application/x-www-form-urlencoded")


def _check(box: Any, on: bool) -> None:
    box.attrib.pop("checked", None)
    if on:
        box.set("checked", "")


def _sent(box: Any) -> list[str]:
    """The values of one box: none for a tick that is not set."""
    if box.tag == "textarea":
        return [(box.text or "").removeprefix("\r").removeprefix("\n")]
    if box.tag == "select":
        options = list(box.iter("option"))
        chosen = [one for one in options if one.get("selected") is not None] or options[:1]
        return [one.get("value", plain(one)) for one in chosen]
    if box.get("type") in ("checkbox", "radio"):
        return [box.get("value", "on")] if box.get("checked") is not None else []
    return [] if box.get("type") in ("file", "submit", "button") else [box.get("value", "")]


@dataclass
class Page:
    """A page as it came."""

    browser: Browser
    response: Any
    address: str

    @property
    def status(self) -> int:
        """200, 404, 422."""
        return int(self.response.status_code)

    @cached_property
    def tree(self) -> Any:
        """Its elements."""
        return lxml.html.document_fromstring(self.response.content.decode())

    @cached_property
    def text(self) -> str:
        """What stands on it, with what stands in its boxes."""
        body = self.tree.find("body")
        typed = [one.get("value", "") for one in body.iter("input") if one.get("type", "text") not in _NO_TEXT]
        return " ".join([plain(body), *typed])

    @property
    def title(self) -> str:
        """Its heading."""
        return plain(next(self.tree.iter("h1")))

    def says(self, *words: str) -> Page:
        """Every one of these stands on it."""
        missing = [word for word in words if word not in self.text]
        assert not missing, f"{self.address}（{self.status}）没有说{missing}：{self.text}"
        return self

    def hides(self, *words: str) -> Page:
        """None of these stands anywhere in it, not even unseen."""
        there = [word for word in words if word in self.response.content.decode()]
        assert not there, f"{self.address} 不该有{there}"
        return self

    def refuses(self, *words: str) -> Page:
        """It says no, in these words."""
        assert self.status == 422, f"{self.address}：{self.status}，{self.text}"
        return self.says(*words)

    def fine(self) -> Page:
        """It says yes."""
        assert self.status == 200, f"{self.address}：{self.status}，{self.text[:3000]}"
        return self

    def rows(self, called: str = "") -> list[list[str]]:
        """The table of that name, row by row, cell by cell."""
        for region in self.tree.iter("div"):
            if region.get("role") == "region" and (not called or region.get("aria-label") == called):
                return [[plain(cell) for cell in row.iterchildren("td", "th")] for row in region.iter("tr")]
        raise AssertionError(f"{self.address} 没有“{called}”这张表")

    def link(self, words: str) -> str:
        """Where the first link with these words leads."""
        for one in self.tree.iter("a"):
            if words in plain(one):
                return urljoin(self.address, str(one.get("href")))
        raise AssertionError(f"{self.address} 没有“{words}”的链接：{[plain(one) for one in self.tree.iter('a')]}")

    def follow(self, words: str) -> Page:
        """Open it."""
        return self.browser.go(self.link(words)).fine()

    def has(self, button: str) -> bool:
        """Whether there is such a button that can be pressed."""
        return any(button in plain(one) and one.get("disabled") is None for one in self.tree.iter("button"))

    def form(self, button: str, values: Mapping[str, Value] | None = None) -> Form:
        """The form with a button of these words, filled."""
        found = [one for one in self.tree.iter("button") if button in plain(one) and one.get("type") != "button"]
        found.sort(key=lambda one: (one.get("tabindex") == "-1", plain(one) != button))
        assert found, f"{self.address} 没有“{button}”：{[plain(one) for one in self.tree.iter('button')]}；{self.text}"
        assert found[0].get("disabled") is None, f"{self.address}：“{button}”按不了"
        return Form(self, self.owner(found[0]), found[0]).fill(values or {})

    def owner(self, box: Any) -> Any:
        """The form that a box or a button belongs to: the one that it names, else the one around it."""
        named = box.get("form")
        return self.tree.get_element_by_id(named) if named else next(box.iterancestors("form"), None)

    def send(self, button: str, values: Mapping[str, Value] | None = None) -> Page:
        """Fill the form and press its button."""
        return self.form(button, values).send()

    def done(self, button: str, values: Mapping[str, Value] | None = None) -> Page:
        """The same, and it went through."""
        return self.send(button, values).fine()


@dataclass
class Browser:
    """Whose browser it is, and their login and password once they have one."""

    whose: str
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def again(self) -> Browser:
        """Another window with the same cookies, which may go its own way."""
        other = Browser(self.whose)
        other.client.cookies.update(self.client.cookies)
        return other

    def go(self, address: str) -> Page:
        """Open an address."""
        return self._come(self.client.get(_path(address)), address)

    def post(self, address: str, data: Any, content_type: str = MULTIPART_CONTENT) -> Page:
        """Send a form."""
        return self._come(self.client.post(_path(address), data, content_type=content_type), address)

    def _come(self, response: Any, address: str) -> Page:
        for _ in range(5):
            if response.status_code not in (302, 303):
                return Page(self, response, urljoin(HOST, address))
            address = urljoin(urljoin(HOST, address), response["Location"])
            response = self.client.get(_path(address))
        raise AssertionError(f"{address}：转来转去")

    def file(self, address: str) -> tuple[str, bytes]:
        """A file with its name."""
        response: Any = self.client.get(_path(address))
        assert response.status_code == 200, f"{address}：{response.status_code}"
        said = response["Content-Disposition"]
        assert said.startswith("attachment"), said
        name = re.search(r"filename\*=utf-8''([^;]+)", said) or re.search(r'filename="([^"]+)"', said)
        assert name, said
        return unquote(name[1]), bytes(response.content)

    def status(self, *addresses: str) -> set[int]:
        """What it gets there."""
        return {self.client.get(_path(one)).status_code for one in addresses}


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def words_of(rows: Iterable[Iterable[str]]) -> str:
    """All cells on one line."""
    return " ".join(cell for row in rows for cell in row)
