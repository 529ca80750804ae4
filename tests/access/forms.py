"""The forms of a page as a browser would send them: every field with what stands in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

TEXTS = frozenset({"text", "search", "tel", "email", "password", "number", "date", "hidden", "textarea"})
OURS = frozenset({"csrfmiddlewaretoken", "hat"})


@dataclass
class Form:
    """A form of a page. texts: the fields into which anything can be written, unseen ones too.

    also: other addresses to which it is sent: where it saves itself, and those of single buttons.
    """

    method: str
    action: str
    also: list[str] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def filled(self, **other: str) -> list[tuple[str, str]]:
        """What is sent with these texts instead of what stands there."""
        return [(name, other.get(name, value)) for name, value in self.sent]


class _Reader(HTMLParser):
    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.forms = here, list[Form]()
        self.form: Form | None = None
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urldefrag(urljoin(self.here, said.get("action", ""))).url
            self.form = Form(said.get("method", "get").lower(), action, [*filter(None, [said.get("hx-post")])])
            self.forms.append(self.form)
        elif self.form is not None and "formaction" in said:
            self.form.also.append(said["formaction"])
        elif self.form is not None and (name := said.get("name")):
            self._field(self.form, tag, name, said)
        elif tag == "option" and self.form is not None and self.select:
            self._option(self.form, said)

    def _field(self, form: Form, tag: str, name: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text") if tag == "input" else tag
        if tag == "select":
            self.select = name
            form.sent.append((name, ""))
        elif kind == "file":
            form.files.append(name)
        elif tag == "textarea":
            self.area = name
            form.sent.append((name, ""))
        elif kind in ("checkbox", "radio") or tag == "button":
            if name not in dict(form.sent):
                form.sent.append((name, said.get("value", "")))
        else:
            form.sent.append((name, said.get("value", "")))
        if kind in TEXTS and name not in OURS and name not in form.texts:
            form.texts.append(name)

    def _option(self, form: Form, said: dict[str, str]) -> None:
        kept = dict(form.sent)
        if "selected" in said or not kept[self.select]:
            place = max(at for at, (name, _) in enumerate(form.sent) if name == self.select)
            form.sent[place] = (self.select, said.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area and self.form is not None:
            name, value = self.form.sent[-1]
            self.form.sent[-1] = (name, value + data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""


def forms_of(page: str, here: str) -> list[Form]:
    """The forms of a page. here: its address, to which a form without one goes."""
    reader = _Reader(here)
    reader.feed(page)
    return reader.forms
