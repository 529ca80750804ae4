"""An entry as its form holds it: the texts of its boxes, what the page showed, which papers come with it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from jiangfang.core.fields import KINDS, NOT_GIVEN, Column
from jiangfang.core.fields.joined import JOINT
from jiangfang.core.ledger.kinds import LedgerKind
from jiangfang.core.ledger.typed import PEOPLE, YEAR, boxes, names
from jiangfang.core.problems import Problem, Refused, error

MOST_TYPED, MOST_FILES, SHOWN_NAMES = 30_000, 100, 24
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the form. names: who can be ticked, where it is for people; rest: who is not among them."""

    column: Column
    text: str
    wrong: bool = False
    names: tuple[tuple[str, bool], ...] = ()
    more: tuple[tuple[str, bool], ...] = ()
    rest: str = ""

    @property
    def kind(self) -> str:
        """Which piece of the template draws it."""
        if self.column.key in (PEOPLE, YEAR):
            return self.column.key
        if self.column.type in ("choice", "date"):
            return self.column.type
        return "long" if self.column.long else "line"

    @property
    def name(self) -> str:
        """Under which it is sent."""
        return f"f-{self.column.key}"

    @property
    def options(self) -> list[str]:
        """What can be chosen; a word that stands there and is none of them too."""
        known = list(self.column.options)
        return known if self.text in ("", *known) else [*known, self.text]

    @property
    def day(self) -> str:
        """A whole day as a date box takes it; "" for anything else."""
        if _ISO.fullmatch(self.text):
            return self.text
        value, problems = KINDS["date"].read(self.column, self.text, "", "")
        return value if value is not NOT_GIVEN and not problems and _ISO.fullmatch(value) else ""

    @property
    def about(self) -> str:
        """What is known of a day that is not known whole, or what was typed instead of one."""
        return "" if self.day else self.text

    @property
    def mode(self) -> str:
        """The keys that a telephone shows."""
        return {"integer": "numeric", "money": "decimal", "phone": "tel"}.get(self.column.type, "")


def shown_boxes(
    kind: LedgerKind, typed: Mapping[str, str], problems: Iterable[Problem], known: Sequence[str]
) -> list[Box]:
    """The boxes of a form with what stands in them. known: names that are offered."""
    wrong = {problem.where for problem in problems}
    made = []
    for column in boxes(kind):
        box = Box(column, typed.get(column.key, ""), column.key in wrong)
        made.append(_of_people(box, known) if column.key == PEOPLE else box)
    return made


def _of_people(box: Box, known: Sequence[str]) -> Box:
    """Those who stand there are ticked where they are offered; the others stand as text."""
    there = names(box.text)
    offered = tuple((one, one in there) for one in dict.fromkeys([*(one for one in there if one in known), *known]))
    rest = JOINT.join(one for one in there if one not in known)
    return replace(box, names=offered[:SHOWN_NAMES], more=offered[SHOWN_NAMES:], rest=rest)


def box_names(kind: LedgerKind) -> list[str]:
    """What a form always sends."""
    return ["end", *(f"f-{column.key}" for column in boxes(kind))]


def typed(post: QueryDict, kind: LedgerKind) -> dict[str, str]:
    """What stands in the boxes, by their keys."""
    found: dict[str, str] = {}
    for column in boxes(kind):
        text = str(post.get(f"f-{column.key}", ""))[:MOST_TYPED]
        if column.type == "date" and not text.strip():
            text = str(post.get(f"a-{column.key}", ""))[:MOST_TYPED]
        if column.key == PEOPLE:
            ticked = [str(name)[:MOST_TYPED] for name in post.getlist("person")]
            text = JOINT.join([*ticked, *([text] if text.strip() else [])])
        found[column.key] = text
    return found


def shown_text(typing: Mapping[str, str]) -> str:
    """What the page shows, as it travels in it."""
    return json.dumps(dict(typing), ensure_ascii=True, sort_keys=True)


def shown_of(post: Mapping[str, str]) -> dict[str, str]:
    """What the page showed; nothing where it cannot be read, so that every box counts as changed."""
    try:
        plain: Any = json.loads(post.get("shown", "")[: 10 * MOST_TYPED])
    except (ValueError, RecursionError):
        return {}
    return (
        {str(key): value for key, value in plain.items() if isinstance(value, str)} if isinstance(plain, dict) else {}
    )


def decided(post: QueryDict, typed: Mapping[str, str], shown: Mapping[str, str]) -> dict[str, str]:
    """The boxes after the choice between mine and theirs. Raises Refused where one was not chosen."""
    made, open_ones = dict(typed), []
    for key in post.getlist("clash"):
        said = post.get(f"keep-{key}", "")
        if key not in made:
            continue
        if said == "theirs":
            made[key] = shown.get(key, "")
        elif said != "mine":
            open_ones.append(error("missing", key, "两边都改过的地方，请选用哪一个"))
    if open_ones:
        raise Refused(open_ones[:1])
    return made


def number(typed: str | None) -> int:
    """A number that a form carries; 0 for none."""
    said = typed or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 18 else 0


def brought(request: HttpRequest, kind: LedgerKind) -> list[tuple[str, UploadedFile]]:
    """The files that came with a form, each with the place that it is for. Raises Refused for too many."""
    found = [(slot.id, file) for slot in kind.slots for file in request.FILES.getlist(f"file-{slot.id}")]
    if len(found) > MOST_FILES:
        raise Refused([error("too_many_files", "papers", f"一次最多传 {MOST_FILES} 份，请分几次传")])
    return found


def chosen(post: QueryDict, kind: LedgerKind) -> dict[int, str]:
    """Files that lie there already, each with the place that was chosen for it."""
    slots = {slot.id for slot in kind.slots}
    found = {number(name[5:]): str(post[name]) for name in post if name.startswith("slot-")}
    return {pk: slot for pk, slot in found.items() if pk and slot in slots}


def fresh_token() -> str:
    """What makes sending one form twice the same as sending it once."""
    return secrets.token_urlsafe(18)
