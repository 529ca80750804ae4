"""What the pages ask: filters of the lists, what somebody writes and to whom."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from jiangfang.core.mailing import State
from jiangfang.core.problems import Problem, error
from jiangfang.records.messages import queries
from jiangfang.records.people.models import Hat, Organisation

MOST_NAMES = 3000
SCOPES: Mapping[str, str] = {"": "不发给所属单位", "all": "全部所属单位", "chosen": "上面勾选的推荐单位的所属单位"}


def asked(query: QueryDict, *names: str) -> dict[str, str]:
    """Filters of an address, cut to a length and without what no database can be asked for."""
    return {name: query.get(name, "").strip()[:100].replace("\0", "") for name in names}


def state_of(typed: str) -> str:
    """A state of the outbox; "" for none."""
    return typed if typed in {state.value for state in State} else ""


def number(typed: str | None) -> int:
    """A number that a form carries; 0 for none."""
    text = typed or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def numbers(typed: Sequence[str]) -> list[int]:
    """Numbers of a form, each once, in their order."""
    return [found for found in dict.fromkeys(number(one) for one in typed) if found]


@dataclass
class Written:
    """What stands in the form. to: whom it names; scope: which units; names: units by name, a line each."""

    token: str
    subject: str = ""
    text: str = ""
    scope: str = ""
    names: str = ""
    to: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def fresh_token() -> str:
    """What makes sending one form twice the same as sending it once."""
    return secrets.token_urlsafe(18)


def written(posted: QueryDict) -> Written:
    """What was typed, as it was typed."""
    scope = posted.get("scope", "")
    return Written(
        token=posted.get("token", "") or fresh_token(),
        subject=posted.get("subject", "").replace("\0", ""),
        text=posted.get("text", "").replace("\0", ""),
        scope=scope if scope in SCOPES else "",
        names=posted.get("names", "").replace("\0", ""),
        to=numbers(posted.getlist("to")),
    )


def addressed(typed: Written, hat: Hat) -> list[Organisation]:
    """The bodies that the form means, in the order of the tree; a name that nobody has is a problem."""
    bodies, units = queries.bodies_of(hat), queries.units_of(hat)
    found = {one.pk: one for one in [*bodies.filter(pk__in=typed.to), *units.filter(pk__in=typed.to)]}
    if typed.scope == "all":
        found |= {one.pk: one for one in units}
    if typed.scope == "chosen":
        chosen = [one.path for one in found.values() if one.kind != "unit"]
        if not chosen:
            typed.problems.append(error("missing", "scope", "要发给推荐单位的所属单位，请先勾选推荐单位"))
        found |= {one.pk: one for one in units if any(one.path.startswith(path) for path in chosen)}
    names = list(dict.fromkeys(name for line in typed.names.splitlines() if (name := line.strip())))
    named = list(units.filter(name__in=names[:MOST_NAMES]))
    known = {one.name for one in named}
    for name in [name for name in names[:MOST_NAMES] if name not in known][:20]:
        said = f"没有叫“{name[:60]}”的单位，请按系统里的全称写"
        typed.problems.append(error("not_in_list", "names", said))
    if len(names) > MOST_NAMES:
        typed.problems.append(error("too_long", "names", f"一次最多写 {MOST_NAMES} 个单位"))
    found |= {one.pk: one for one in named}
    return sorted(found.values(), key=lambda one: one.path)
