"""What must fit together across the parts of a programme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from jiangfang.core.conditions import Condition, Term
from jiangfang.core.conditions.numbers import RowSum, Sum
from jiangfang.core.definition import ledger, walking
from jiangfang.core.people import Role
from jiangfang.core.workflow import unknown_roles

if TYPE_CHECKING:
    from jiangfang.core.definition.programme import Programme

Found = Iterator[tuple[str, str]]
_NUMBERS = {"integer", "money"}


def faults(programme: Programme) -> Found:
    """Every fault that only shows when the parts are seen together: (key path, sentence)."""
    yield from _doubled(programme)
    yield from _clauses(programme)
    yield from _conditions(programme)
    yield from _references(programme)
    yield from ledger.faults(programme)
    yield from _personal(programme)
    for place, paper in enumerate(programme.papers):
        for below, message in paper.against({field.key: field for field in programme.fields}):
            yield f"papers[{place}].{below}", message


def _personal(programme: Programme) -> Found:
    """Whoever looks after the applicants has to see how to reach them."""
    yield from unknown_roles("personal_for", programme.personal_for)
    if Role.CITY not in programme.personal_for:
        yield "personal_for", "要有 city：市总工会办这件事，要能联系申报的人"


def _doubled(programme: Programme) -> Found:
    lists: dict[str, list[str]] = {
        "papers": [paper.id for paper in programme.papers],
        "calendar": [window.id for window in programme.calendar],
        "recommenders": [group.id for group in programme.recommenders],
        "routes": [route.id for route in programme.routes],
        "deliverables": [item.id for item in programme.deliverables],
        "outline": [indicator.id for indicator in programme.outline],
        "clauses": [clause.number for clause in programme.clauses],
        "sections": [section.id for section in programme.sections],
        "workflow.states": [state.id for state in programme.workflow.states],
    }
    for name, ids in lists.items():
        for place, item in enumerate(ids):
            if item in ids[:place]:
                yield f"{name}[{place}]", f"“{item}”前面已经有了"
    seen: set[str] = set()
    for place, section in enumerate(programme.sections):
        for spot, field in enumerate(section.fields):
            if field.key in seen:
                yield f"sections[{place}].fields[{spot}].key", f"“{field.key}”前面已经问过"
            seen.add(field.key)


def _clauses(programme: Programme) -> Found:
    known = {clause.number for clause in programme.clauses}
    carried: set[str] = set()
    for path, item in walking.with_clause(programme):
        if item.clause not in known:
            yield f"{path}.clause", f"clauses 里没有“{item.clause}”这一条"
        if walking.carries(item):
            carried.add(item.clause)
    for place, clause in enumerate(programme.clauses):
        if clause.number not in carried and not clause.people and not clause.later:
            yield f"clauses[{place}]", f"“{clause.number}”没有任何内容承担它；由人办的写 people，以后做的写 later"


def _groups(programme: Programme) -> tuple[tuple[str, tuple[Condition, ...]], ...]:
    return (
        ("conditions", programme.conditions),
        ("exclusions", programme.exclusions),
        ("checks", programme.checks),
    )


def _conditions(programme: Programme) -> Found:
    seen: set[str] = set()
    for name, group in _groups(programme):
        for place, condition in enumerate(group):
            path = f"{name}[{place}]"
            if condition.id in seen:
                yield f"{path}.id", f"“{condition.id}”前面已经有了"
            seen.add(condition.id)
            yield from _condition(programme, condition, path)


def _condition(programme: Programme, condition: Condition, path: str) -> Found:
    keys = {field.key: field for field in programme.fields}
    if condition.field and condition.field not in keys:
        yield f"{path}.field", f"表里没有“{condition.field}”这一项"
    for below, term in condition.terms():
        for use, key in term.wants():
            message = _day(programme, key) if use == "day" else _use(keys, use, key)
            if message:
                yield f"{path}.{below}", message


def _day(programme: Programme, name: str) -> str:
    return "" if name in programme.days() else f"calendar 里没有“{name}”，或者它没有写日子"


def _use(keys: dict[str, Any], use: str, key: str) -> str:
    root, _, column = key.partition(".")
    field = keys.get(root)
    if field is None:
        return f"表里没有“{root}”这一项"
    spot = next((found for found in field.columns if found.key == column), None) if column else field
    if spot is None:
        return f"“{root}”没有“{column}”这一列"
    if use == "number" and not (spot.type in _NUMBERS or (field.type == "rows" and not column)):
        return f"“{key}”不是数，不能拿来算"
    if use == "rows.column" and (not column or field.type != "rows"):
        return f"“{key}”不是成行填写的列"
    if use == "date" and spot.type not in {"date", "month"}:
        return f"“{key}”不是日期"
    if use == "date" and not column and field.joined:
        return f"“{key}”可以写几个人的，不能拿来算日子"
    return f"“{key}”不是文字" if use == "text" and spot.type != "text" else ""


def _references(programme: Programme) -> Found:
    papers = {paper.id for paper in programme.papers}
    groups = {group.id for group in programme.recommenders}
    routes = {route.id for route in programme.routes}
    if programme.deadline() is None:
        yield "hand_in", f"calendar 里没有“{programme.hand_in}”，或者它没有写 closes"
    for place, item in enumerate(programme.deliverables):
        if item.paper and item.paper not in papers:
            yield f"deliverables[{place}].paper", f"papers 里没有“{item.paper}”"
        for name in item.by_route:
            if name not in routes:
                yield f"deliverables[{place}].by_route", f"routes 里没有“{name}”"
    for place, step in enumerate(programme.workflow.steps):
        for name in step.routes:
            if name not in routes:
                yield f"workflow.steps[{place}].routes", f"routes 里没有“{name}”"
    for place, route in enumerate(programme.routes):
        if route.quota_of and route.quota_of not in groups:
            yield f"routes[{place}].quota_of", f"recommenders 里没有“{route.quota_of}”"
    yield from _units(programme)


def _units(programme: Programme) -> Found:
    """Sums whose parts are not in the unit of their total: currencies are never added silently."""
    for name, group in _groups(programme):
        for place, condition in enumerate(group):
            for below, top in condition.terms():
                for term in walking.terms(top):
                    keys = _added(term)
                    units = {walking.unit(programme.fields, key) or "没有单位" for key in keys}
                    if len(units) > 1:
                        yield f"{name}[{place}].{below}", f"各项单位不同（{'、'.join(sorted(units))}），不能相加"


def _added(term: Term) -> list[str]:
    """The quantities that a term adds up or compares with their sum."""
    if isinstance(term, RowSum):
        return [f"{term.of}.{key}" for key in (*term.parts, term.total)]
    return [*term.parts, term.total] if isinstance(term, Sum) else []
