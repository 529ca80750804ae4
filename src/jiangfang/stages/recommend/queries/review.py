"""One application as whoever recommends reads it: the form, the check list, what was said before, what changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from jiangfang.core import checklist
from jiangfang.core.answers import check_answers
from jiangfang.core.checklist import Item
from jiangfang.core.conditions import Case, Condition
from jiangfang.core.fields import Column, Field, kind_of
from jiangfang.core.fields.rows import show_row
from jiangfang.core.opinions import Standing, standing
from jiangfang.core.people import Role
from jiangfang.core.personal import HIDDEN, hidden, personal_keys, unsaid
from jiangfang.core.problems import Problem
from jiangfang.core.recommending import not_ready
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import annexes
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.annexes import Note
from jiangfang.stages.apply.models import Application, Opinion, Return
from jiangfang.stages.recommend.models import Opened, PassedOver, Ticked, Waiver
from jiangfang.stages.recommend.queries.lists import RECOMMEND, offers

Last = Mapping[str, Opinion]
"""The last opinion of each role, where a page has asked for them already."""


def case_of(application: Application, today: date, last: Last | None = None) -> Case:
    """The filled form as the conditions look at it, by the days of its round and its recommender."""
    programme = applications.programme_of(application).programme
    filled = check_answers(programme.fields, applications.sheet(application, last))
    by_key = {field.key: field for field in programme.fields}
    days = rounds.rule_days(application.round, application.recommender)
    return Case(by_key, filled.values, days, today, {}, filled.places)


def ticked(application: Application) -> Ticked | None:
    """The check list as it was ticked last by the recommender's body."""
    return Ticked.objects.filter(application=application, organisation=_body(application)).first()


def ticks_now(application: Application) -> list[str]:
    """What is ticked on the answers as they are; ticks on earlier answers do not count."""
    found = ticked(application)
    return list(found.items) if found is not None and found.version >= application.filled_version else []


def check_list(application: Application, today: date, ticks: Collection[str], last: Last | None = None) -> list[Item]:
    """The conditions and exclusions that apply, with what the program found and what is ticked."""
    programme = applications.programme_of(application).programme
    return checklist.items(programme, case_of(application, today, last), ticks)


def unticked(application: Application, today: date) -> list[Condition]:
    """What is not ticked on the answers as they are."""
    return [item.condition for item in check_list(application, today, ticks_now(application)) if not item.ticked]


def unready(application: Application, *, opened: bool, unticked: Sequence[Condition]) -> list[Problem]:
    """What has not been done yet before it may be recommended."""
    return not_ready(str(application), opened, unticked)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the recommender's body did with it: the versions it opened, last one first, and what it ticked of now."""

    versions: tuple[int, ...] = ()
    ticks: tuple[str, ...] = ()


def reading(application: Application) -> Reading:
    """What was opened and ticked, in one question: nothing can be ticked that nobody opened."""
    lists = Ticked.objects.filter(application=OuterRef("application"), organisation=OuterRef("organisation"))
    mine = Opened.objects.filter(application=application, organisation=_body(application)).annotate(
        ticked_on=Subquery(lists.values("version")[:1]), ticked=Subquery(lists.values("items")[:1])
    )
    found = list(mine.order_by("-version").values_list("version", "ticked_on", "ticked"))
    now = [items for _, on, items in found if on is not None and on >= application.filled_version]
    return Reading(tuple(version for version, _, _ in found), tuple(now[0]) if now else ())


def opened_now(application: Application) -> bool:
    """Whether somebody of the recommender's body opened the answers as they are."""
    mine = Opened.objects.filter(application=application, organisation=_body(application))
    return mine.filter(version__gte=application.filled_version).exists()


def _body(application: Application) -> int | None:
    return application.recommender.organisation_id if application.recommender else None


def own_standing(application: Application, last: Last | None = None) -> Standing:
    """How the recommender's own opinion stands."""
    given = applications.given(applications.last_opinions(application) if last is None else last)
    return standing(given.get(Role.RECOMMENDER.value), application.material_version)


def may_judge(application: Application, last: Last | None = None) -> bool:
    """Whether it is before the recommender now: to be recommended, or for an opinion that became void."""
    workflow = applications.programme_of(application).programme.workflow
    if offers(workflow, application, RECOMMEND):
        return True
    void = own_standing(application, last) is Standing.VOID
    return void and not workflow.fillable(applications.position(application), application.route)


def went_in(application: Application) -> bool:
    """Whether it was handed in before."""
    return application.handed_in.exists()


@dataclass(frozen=True, slots=True)
class Line:
    """An answer as it is read. rows: of a table, under ``columns``.

    changed: since the last look or return; was: what stood there then. note: what an annex says of it.
    """

    field: Field
    text: str
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    changed: bool = False
    was: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form as it is read."""

    id: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What was changed since somebody of the recommender looked. returned: it had been sent back then.

    beside: the titles of the annexes in which something was changed.
    """

    keys: tuple[str, ...]
    before: Mapping[str, Any]
    returned: bool
    beside: tuple[str, ...] = ()


def since(application: Application, found: Past, opened: Collection[int]) -> Since | None:
    """What changed since the look before this one, or since it was sent back; None where nothing did.

    opened: the versions that were opened.
    """
    returned = answered_return(found)
    earlier = [version for version in opened if version < application.version]
    version = max([0, *earlier, *([returned.version] if returned else [])])
    if not version:
        return None
    changes = list(applications.changes_after(application, version))
    keys = applications.changed_since(application, version, changes)
    said = {key for change in changes for key in applications.delta_of(change)}
    programme = applications.programme_of(application).programme
    beside = tuple(annex.title for annex in annexes.of(programme) if annex.id in said)
    if not keys and not beside:
        return None
    before = {key: value for key, (value, _) in applications.before(application, version, keys, changes).items()}
    return Since(tuple(keys), before, returned is not None and returned.version == version, beside)


def parts(
    application: Application,
    *,
    masked: bool,
    changed: Since | None = None,
    last: Last | None = None,
    notes: Mapping[str, Note] | None = None,
) -> list[Part]:
    """The form, section by section, without the opinions. masked: personal values are not shown.

    notes: what the annexes say, by field key.
    """
    programme = applications.programme_of(application).programme
    secret = personal_keys(programme.fields) if masked else frozenset()
    answers, before = applications.sheet(application, last), changed.before if changed else {}
    if masked:
        answers, before = hidden(programme.fields, answers), hidden(programme.fields, before)
    rough = {key: said for key, said in applications.rough_of(application).items() if key not in secret}
    made = []
    for section in programme.sections:
        fields = [field for field in section.fields if field.type != "opinion"]
        if fields:
            lines = (_line(field, answers.get(field.key), rough.get(field.key), before) for field in fields)
            noted = tuple(replace(line, note=(notes or {}).get(line.field.key)) for line in lines)
            made.append(Part(section.id, section.title, noted))
    return made


def _line(field: Field, value: Any, typed: Any, before: Mapping[str, Any]) -> Line:
    new = field.key in before
    if field.type == "rows" and isinstance(value, list):
        shown = tuple(tuple(_cells(field, row)) for row in value)
        return Line(field, "", field.columns, shown, new)
    was = _text(field, before.get(field.key)) if new else ""
    text = _text(field, value) or (typed if isinstance(typed, str) else "")
    return Line(field, text, changed=new, was=was)


def _text(field: Field, value: Any) -> str:
    if value is None or value == HIDDEN:
        return value or ""
    return "" if field.type == "rows" else kind_of(field).show(field, value)


def _cells(field: Field, row: Mapping[str, Any]) -> list[str]:
    plain = {key: value for key, value in row.items() if value != HIDDEN}
    masked = {place for place, column in enumerate(field.columns) if row.get(column.key) == HIDDEN}
    return [HIDDEN if place in masked else text for place, text in enumerate(show_row(field.columns, plain))]


@dataclass(frozen=True, slots=True)
class Past:
    """What was said before: opinions (void and withdrawn ones too) and returns, last one first."""

    opinions: tuple[Opinion, ...]
    returns: tuple[Return, ...]
    passed_over: PassedOver | None
    waiver: Waiver | None

    @property
    def last(self) -> dict[str, Opinion]:
        """The last opinion of each role that was not taken back."""
        return {one.role: one for one in reversed(self.opinions) if one.withdrawn_at is None}


def past(application: Application) -> Past:
    """The history of opinions and returns."""
    opinions = application.opinions.select_related("organisation").order_by("-given_at", "-pk")
    returns = application.returns.select_related("organisation").order_by("-at", "-pk")
    return Past(
        tuple(opinions),
        tuple(returns),
        getattr(application, "passed_over", None),
        getattr(application, "waiver", None) if application.holds_place else None,
    )


def answered_return(found: Past) -> Return | None:
    """The last return of the recommender that was answered."""
    mine = [one for one in found.returns if one.role == Role.RECOMMENDER.value]
    return mine[0] if mine and mine[0].answered_at is not None else None


def findings(
    application: Application, today: date, listed: Collection[Item], last: Last | None = None, *, masked: bool = False
) -> list[Problem]:
    """What the program has to say beyond the lines of the check list. masked: without quoting what is personal."""
    told = {item.found.message for item in listed if item.found is not None}
    found = [one for one in applications.problems(application, today, last) if one.message not in told]
    return unsaid(applications.programme_of(application).programme.fields, found) if masked else found


def quoting(application: Application, listed: Sequence[Item], masked: bool) -> list[Item]:
    """The lines of the check list as they may be read. masked: without quoting what is personal."""
    if not masked:
        return list(listed)
    fields = applications.programme_of(application).programme.fields
    return [replace(item, found=unsaid(fields, [item.found])[0]) if item.found else item for item in listed]
