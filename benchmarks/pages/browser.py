"""What a browser would send: the fields of a form as they stand on a page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

_UNSENT = frozenset({"submit", "button", "image", "reset", "file"})
Fields = dict[str, list[str]]


class _Form(HTMLParser):
    """Collects the fields of the first form that has a certain attribute."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__()
        self.fields: Fields = {}
        self._wanted = (name, value)
        self._inside = self._done = False
        self._select = self._area = ""
        self._chosen: list[str] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Into the form, and the fields inside."""
        said = {key: value or "" for key, value in attrs}
        if tag == "form" and not self._done:
            self._inside = said.get(self._wanted[0]) == self._wanted[1]
        elif self._inside and "disabled" not in said:
            self._field(tag, said)

    def _field(self, tag: str, said: dict[str, str]) -> None:
        name, kind = said.get("name", ""), said.get("type", "text")
        if tag == "input" and name and kind not in _UNSENT and (kind not in ("checkbox", "radio") or "checked" in said):
            self.fields.setdefault(name, []).append(said.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "select":
            self._select, self._chosen = name, []
        elif tag == "option" and self._select and "selected" in said:
            self._chosen.append(said.get("value", ""))
        elif tag == "textarea":
            self._area, self._text = name, []

    def handle_data(self, data: str) -> None:
        """What stands in a large box."""
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Out of a field, or out of the form."""
        if tag == "textarea" and self._area:
            self.fields.setdefault(self._area, []).append("".join(self._text).removeprefix("\n"))
            self._area = ""
        elif tag == "select" and self._select:
            self.fields.setdefault(self._select, []).extend(self._chosen or [""])
            self._select = ""
        elif tag == "form" and self._inside:
            self._inside, self._done = False, True


def fields_of(page: bytes, name: str, value: str) -> Fields:
    """The fields of the first form with that attribute, buttons left out, as they would be sent."""
    reader = _Form(name, value)
    reader.feed(page.decode())
    if not reader.fields:
        raise SystemExit(f"no form with {name}={value}:\n{page.decode()[:2000]}")
    return reader.fields


def sent(client: Any, address: str, fields: Fields, *, htmx: bool = False) -> Any:
    """The answer to a form as a browser sends it; Django's client would send it as if files were in it."""
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(address, urlencode(fields, True), "application/x-www-form-urlencoded", headers=headers)
