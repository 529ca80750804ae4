"""What the pages of the room read from what was posted; whether it may be is decided by the actions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from jiangfang.core.entry import Typed, pasted
from jiangfang.core.fields import NOT_GIVEN, OPINION_PARTS, Field
from jiangfang.core.fields.date import DateKind
from jiangfang.core.fields.rows import MOST_ROWS
from jiangfang.core.problems import Problem, Refused, error, root_key

MOST_PASTED = 500_000
_ROW = re.compile(r"r-(?P<key>\w+)-(?P<place>\d{1,6})-(?P<column>\w+)", re.ASCII)
_VERSION = re.compile(r"(\w+)=(\d{1,9})|(\d{1,9})", re.ASCII)


@dataclass(slots=True)
class Pasted:
    """Rows that were laid in from a sheet and are too many. left: the texts, by field key; problems: why."""

    left: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Posted:
    """A section as it was posted.

    typed: by field key, only fields whose mark came along. base, shown: the version that the page shows, and the older
    ones of single fields. mine, theirs: keys of conflicts that were decided. places: where on the page the rows that
    say something stand, by field key. whole: False for a post that was cut off on its way. paste: what was laid in
    from a sheet and is too much. reasons: what was typed beside questions for an annex, by field key.
    """

    typed: dict[str, Typed]
    base: int
    shown: dict[str, int]
    mine: frozenset[str]
    theirs: frozenset[str]
    places: dict[str, list[int]]
    whole: bool
    paste: Pasted
    reasons: dict[str, str]


def posted(post: QueryDict, fields: Iterable[Field], *, paste: bool = False) -> Posted:
    """What a section's form holds. paste: also what was laid into the boxes for rows from a sheet."""
    given = {one.key: one for one in fields if one.key in post.getlist("has")}
    rows = _rows(post, {key for key, one in given.items() if one.type == "rows"})
    typed = {key: found for key, one in given.items() if (found := _typed(post, one, rows.get(key))) is not None}
    too_much = Pasted()
    for key, one in given.items() if paste else ():
        if one.type == "rows":
            _lay_in(one, post.get(f"p-{key}", ""), typed, too_much)
    decided = {key: post.get(f"keep-{key}", "") for key in given}
    base, shown = versions(post.get("base", ""))
    return Posted(
        typed,
        base,
        shown,
        frozenset(key for key, said in decided.items() if said == "mine"),
        frozenset(key for key, said in decided.items() if said == "theirs"),
        {key: _speaking(found) for key, found in rows.items()},
        post.get("complete") == "1",
        too_much,
        {key: _lines(str(post[f"n-{key}"])) for key in given if f"n-{key}" in post},
    )


def _lay_in(field: Field, text: str, typed: dict[str, Typed], too_much: Pasted) -> None:
    """Rows from a sheet behind those that stand there; all of them or, where they are too many, none."""
    there, laid, why = _rows_of(typed.get(field.key, [])), list[dict[str, str]](), ""
    try:
        laid = pasted(field.columns, text) if len(text) <= MOST_PASTED else []
    except Refused as refused:
        why = str(refused)
    if len(text) > MOST_PASTED and text.strip():
        why = f"粘贴的有 {len(text)} 个字符，超过 {MOST_PASTED} 个，一行也没有读入"
    elif laid and len(there) + len(laid) > MOST_ROWS:
        why = f"粘贴的有 {len(laid)} 行，连同已有的 {len(there)} 行超过 {MOST_ROWS} 行，一行也没有读入"
    if why:
        too_much.left[field.key] = text
        said = f"{field.name}：{why}；请删减粘贴框里的内容，再读入一次"
        too_much.problems.append(error("too_long", field.key, said))
    elif laid:
        typed[field.key] = [*there, *laid]


def versions(said: str) -> tuple[int, dict[str, int]]:
    """``12;members=9``: the version that a page shows, and the older ones of single fields."""
    base, shown = 0, {}
    for part in said.split(";"):
        found = _VERSION.fullmatch(part)
        if found and found[1]:
            shown[found[1]] = int(found[2])
        elif found:
            base = int(found[3])
    return base, shown


def versions_text(base: int, shown: Mapping[str, int]) -> str:
    """The same as one text for the page."""
    return ";".join([str(base), *(f"{key}={version}" for key, version in shown.items())])


def _typed(post: QueryDict, field: Field, rows: dict[int, dict[str, str]] | None) -> Typed | None:
    """What stands in the boxes of one field; None where its boxes did not come along."""
    name = f"f-{field.key}"
    if field.type == "rows":
        return None if rows is None else [rows[place] for place in sorted(rows)]
    if field.type == "choices":
        return [_lines(str(word)) for word in post.getlist(name)]
    own = _lines(post.get(f"o-{field.key}", ""))
    if own.strip():
        return own
    return _lines(str(post[name])) if name in post else None


def _rows(post: QueryDict, keys: set[str]) -> dict[str, dict[int, dict[str, str]]]:
    found: dict[str, dict[int, dict[str, str]]] = {}
    for name in post:
        cell = _ROW.fullmatch(name)
        if cell and cell["key"] in keys:
            row = found.setdefault(cell["key"], {}).setdefault(int(cell["place"]), {})
            row[cell["column"]] = _lines(str(post[name]))
    return found


def _speaking(rows: Mapping[int, dict[str, str]]) -> list[int]:
    return [place for place in sorted(rows) if any(text.strip() for text in rows[place].values())]


def _rows_of(typed: Typed) -> list[dict[str, str]]:
    rows = [row for row in typed if isinstance(row, dict)] if isinstance(typed, list) else []
    return [row for row in rows if any(text.strip() for text in row.values())]


def _lines(text: str) -> str:
    """Browsers send CRLF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def on_page(problem: Problem, places: Mapping[str, list[int]]) -> Problem:
    """A problem of a row at the place where the row stands on the page, between empty ones."""
    key = root_key(problem.where)
    found = re.match(r"\[(\d+)\](.*)", problem.where[len(key) :], re.DOTALL)
    rows = places.get(key, [])
    if found is None or int(found[1]) >= len(rows):
        return problem
    where = f"{key}[{rows[int(found[1])]}]{found[2]}"
    return Problem(problem.code, where, problem.message, problem.clause, problem.severity)


def day(post: Mapping[str, str], name: str, called: str) -> date:
    """A day as people write it. Raises Refused for none and for what is none."""
    made = maybe_day(post, name, called)
    if made is None:
        raise Refused([error("missing", name, f"请写{called}，如 2024-11-20")])
    return made


def maybe_day(post: Mapping[str, str], name: str, called: str) -> date | None:
    """The same where none may be given."""
    value, problems = DateKind().read(OPINION_PARTS[2], post.get(name, ""), name, called)
    if value is NOT_GIVEN and not problems:
        return None
    if value is NOT_GIVEN or len(value) != 10:
        raise Refused([error("bad_date", name, f"{called}“{post.get(name, '')[:20]}”认不出是哪一天，写成 2024-11-20")])
    return date.fromisoformat(value)


def number(text: str | None) -> int | None:
    """A number of an address; None for anything else."""
    return int(text) if text and re.fullmatch(r"\d{1,9}", text, re.ASCII) else None
