"""What an application says: its programme, its answers with what is derived, its opinions, its problems, its papers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiangfang.core.answers import check_answers
from jiangfang.core.definition.programme import Programme
from jiangfang.core.entry import Typed, by_unit, rough_problems, typing_of
from jiangfang.core.examine import examine
from jiangfang.core.fields import Field
from jiangfang.core.opinions import Given, chain, standing
from jiangfang.core.papers import Paper, write_paper
from jiangfang.core.people import Role
from jiangfang.core.personal import hidden, personal_keys
from jiangfang.core.problems import Problem, in_order, root_key, warning
from jiangfang.core.workflow import Position
from jiangfang.documents.word import fill
from jiangfang.records.people.models import Hat, Person
from jiangfang.records.people.queries import worn
from jiangfang.records.programmes.queries import OpenedProgramme
from jiangfang.records.studios.beside import Suggested
from jiangfang.records.studios.models import Studio
from jiangfang.stages.announce.models import Round
from jiangfang.stages.announce.queries import in_round
from jiangfang.stages.apply.models import (
    Annexed,
    Application,
    Belonging,
    Change,
    Forgotten,
    Opinion,
    Return,
    Share,
    Telling,
)


def whole(applications: QuerySet[Application]) -> QuerySet[Application]:
    """With everything that a page of one application needs at hand."""
    found = applications.select_related(
        *("round__federation", "round__revision", "revision", "unit", "recommender__organisation", "started_by"),
        *("belonging__studio", "annexed", "forgotten"),
    )
    return found.defer("revision__plain", "round__revision__plain").prefetch_related("round__days")


def listed(applications: QuerySet[Application]) -> QuerySet[Application]:
    """For lists: without the long texts."""
    return applications.select_related("unit", "recommender__organisation").defer("answers", "rough")


def in_order_of(ids: Collection[int]) -> list[Application]:
    """A page of a list in the order of its ids: these are sorted alone, and only their rows are read whole."""
    by_id = whole(Application.objects.all()).defer("answers", "rough").in_bulk(ids)
    return [by_id[pk] for pk in ids if pk in by_id]


def of_unit(hat: Hat) -> QuerySet[Application]:
    """The applications of a hat's unit."""
    return Application.objects.filter(unit=hat.organisation_id).order_by("-started_at", "-pk")


def programme_of(application: Application) -> OpenedProgramme:
    """The programme of the revision that the application is pinned to, with the days of its round."""
    return in_round(application.round, application.revision)


def position(application: Application) -> Position:
    """Where it stands."""
    return Position(application.state, application.sent_from)


def state_title(application: Application) -> str:
    """What its state is called."""
    return programme_of(application).programme.workflow.title(application.state)


def answers_of(application: Application) -> dict[str, Any]:
    """The answers that the unit gave, as kept."""
    found: dict[str, Any] = json.loads(application.answers)
    return found


def rough_of(application: Application) -> dict[str, Typed]:
    """What stands as it was typed, because a problem hangs on it."""
    found: dict[str, Typed] = json.loads(application.rough)
    return found


def studio_of(application: Application) -> Studio | None:
    """The standing studio that it is of; None where nobody said so."""
    found: Belonging | None = getattr(application, "belonging", None)
    return found.studio if found else None


def studios_named(unit: int) -> list[Suggested]:
    """The studios that a unit named in its applications, the last one first."""
    rows = Application.objects.filter(unit=unit).exclude(studio_name="").order_by("-changed_at", "-pk")
    found = rows.select_related("round").only("studio_name", "leader_name", "answers", "round__name")[:50]
    return [
        Suggested(one.studio_name, one.leader_name, answers_of(one).get("founded_on", ""), str(one.round))
        for one in found
    ]


def prefilled(application: Application) -> list[str]:
    """The keys that were filled from earlier and that nobody looked at since, in no order."""
    found: Belonging | None = getattr(application, "belonging", None)
    return list(found.prefilled) if found else []


def kept_beside(application: Application, annex: str) -> dict[str, Any]:
    """What an annex keeps with an application."""
    found: Annexed | None = getattr(application, "annexed", None)
    return dict(found.kept.get(annex, {})) if found else {}


def typing(application: Application, fields: Iterable[Field]) -> dict[str, Typed]:
    """What stands in the boxes of a page."""
    answers, rough = answers_of(application), rough_of(application)
    return {field.key: rough.get(field.key) or typing_of(field, answers.get(field.key)) for field in fields}


def last_opinions(application: Application) -> dict[str, Opinion]:
    """The last opinion of each role that was not taken back, by role; void ones too."""
    if application.submitted_at is None:  # nobody has anything to say of it yet
        return {}
    found = application.opinions.filter(withdrawn_at__isnull=True).order_by("given_at", "pk")
    return {opinion.role: opinion for opinion in found}


def given(opinions: Mapping[str, Opinion]) -> dict[str, Given]:
    """Opinions as the rules see them."""
    return {role: Given(opinion.version, opinion.day) for role, opinion in opinions.items()}


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One box of the chain. opinion: the last one given, None before; standing: none, holds or void."""

    field: Field
    opinion: Opinion | None
    standing: str


def opinion_lines(application: Application, last: Mapping[str, Opinion] | None = None) -> list[OpinionLine]:
    """The chain of the route, each with the opinion that was given last."""
    programme, opinions = programme_of(application).programme, last_opinions(application) if last is None else last
    by_rules = given(opinions)
    return [
        OpinionLine(
            field,
            opinions.get(field.by),
            standing(by_rules.get(field.by), application.material_version).value,
        )
        for field in chain(programme, application.route)
    ]


def sheet(application: Application, opinions: Mapping[str, Opinion] | None = None) -> dict[str, Any]:
    """Everything that the papers print: the unit's answers, what is derived, and the opinions that hold."""
    programme = programme_of(application).programme
    answers = {**answers_of(application), **derived(application, programme)}
    lines = chain(programme, application.route)
    last = last_opinions(application) if opinions is None else opinions
    for field in lines:
        opinion = last.get(field.by)
        if opinion is not None and opinion.version >= application.material_version:
            answers[field.key] = _opinion(opinion)
    return {field.key: answers[field.key] for field in programme.fields if field.key in answers}


def _opinion(opinion: Opinion) -> dict[str, str]:
    parts = {"text": opinion.text, "signer": opinion.signer, "date": opinion.day.isoformat()}
    return {key: said for key, said in parts.items() if said}


def derived(application: Application, programme: Programme) -> dict[str, Any]:
    """What nobody is asked: the route, the recommender, whom it asks; for a direct unit what the office decided."""
    known, recommender = {field.key: field for field in programme.fields}, application.recommender
    route = next((found for found in programme.routes if found.id == application.route), None)
    said = {
        "route": route.title if route else "",
        "recommender": recommender.organisation.name if recommender else application.round.direct_line,
        "contact_name": recommender.contact_name if recommender else "",
        "contact_phone": recommender.contact_phone if recommender else "",
    }
    answers: dict[str, Any] = {
        key: text for key, text in said.items() if text and key in known and known[key].by in {"derived", "recommender"}
    }
    boxes = [field for field in programme.fields if field.type == "opinion" and field.by == Role.RECOMMENDER.value]
    if recommender is None and application.round.direct_box:
        answers |= {field.key: {"text": application.round.direct_box} for field in boxes}
    return answers


def problems(application: Application, today: date, last: Mapping[str, Opinion] | None = None) -> list[Problem]:
    """Everything that is to be said of the form as it stands, in the published order."""
    programme, rough = programme_of(application).programme, rough_of(application)
    keys = [field.key for field in programme.fields]
    typed = rough_problems(programme.fields, rough)
    refused = {root_key(found.where) for found in typed}
    emptied = personal_keys(programme.fields) if forgotten(application) else frozenset()
    rest = [
        found
        for found in examine(programme, sheet(application, last), today)
        if found.code != "late"  # the deadline of this unit is asked by the deeds, with what was extended
        and not (root_key(found.where) in refused and found.code in {"missing", "unsure", "not_in_list"})
        and not _of_another(programme, found)
        and not (found.code == "missing" and root_key(found.where) in emptied)
    ]
    return in_order([*typed, *rest], keys)


def unlooked(application: Application) -> list[Problem]:
    """What was brought from earlier and nobody of the unit looked at since."""
    brought = set(prefilled(application))
    fields = [field for field in programme_of(application).programme.fields if field.key in brought]
    said = "是从以前带来的，请核对；看过按“保存”，就不再提醒"
    return [warning("unsure", field.key, f"{field.name}{said}") for field in fields]


def _of_another(programme: Programme, found: Problem) -> bool:
    """Whether somebody else has to fill in what is missing."""
    field = next((one for one in programme.fields if one.key == root_key(found.where)), None)
    return field is not None and field.by != "unit" and found.code == "missing"


def before(
    application: Application, version: int, keys: Iterable[str], changes: Sequence[Change] | None = None
) -> dict[str, list[Any]]:
    """What some fields held at an earlier version: field key → [answer, typed]. changes: those after it, if known."""
    answers, rough = answers_of(application), rough_of(application)
    found = {key: [answers.get(key), rough.get(key)] for key in keys}
    if version >= application.version:
        return found
    for change in reversed(list(changes_after(application, version)) if changes is None else changes):
        for key, (value, _, typed, _) in delta_of(change).items():
            if key in found:
                found[key] = [value, typed]
    return found


def delta_of(change: Change) -> dict[str, list[Any]]:
    """What a saving changed, by field key; what was personal and is gone by now is left out."""
    said: dict[str, list[Any] | None] = json.loads(change.delta)
    apart: dict[str, list[Any]] = json.loads(change.personal) if change.personal else {}
    return {key: found for key, one in said.items() if (found := apart.get(key) if one is None else one) is not None}


def changes_after(application: Application, version: int) -> QuerySet[Change]:
    """The savings after a version and up to the one that the application is at, first one first."""
    later = Change.objects.filter(application=application, version__gt=version, version__lte=application.version)
    return later.order_by("version")


def changed_since(application: Application, version: int, changes: Sequence[Change] | None = None) -> list[str]:
    """The keys of the fields that were changed after a version, in the form's order. changes: those, where known."""
    found = changes_after(application, version) if changes is None else changes
    keys = {key for change in found for key in json.loads(change.delta)}
    return [field.key for field in programme_of(application).programme.fields if field.key in keys]


def open_return(application: Application) -> Return | None:
    """The return that waits for its answer."""
    if application.submitted_at is None:
        return None
    found = application.returns.filter(answered_at__isnull=True).select_related("organisation")
    return found.order_by("-at", "-pk").first()


def forgotten(application: Application) -> Forgotten | None:
    """When and by whom its personal values were emptied; None while they are there."""
    found: Forgotten | None = getattr(application, "forgotten", None)
    return found


def may_write(application: Application, person: Person, today: date) -> bool:
    """Whether a person of the unit may write: whoever started it or has it shared, or anybody when none is left."""
    editors = Q(pk=application.started_by_id) | Q(
        Exists(Share.objects.filter(application=application, person=OuterRef("pk")))
    )
    there = Hat.objects.filter(
        worn(today), person=OuterRef("pk"), organisation=application.unit_id, role=Role.UNIT.value
    )
    active = Person.objects.filter(editors, Exists(there), is_active=True)
    ids = set(active.values_list("pk", flat=True))
    return person.pk in ids or not ids


def tellings_for(hat: Hat) -> QuerySet[Telling]:
    """What the body of a hat still has to be told."""
    found = Telling.objects.filter(organisation=hat.organisation_id, role=hat.role, seen_at__isnull=True)
    return found.select_related("application").order_by("at", "pk")


def papers(application: Application) -> list[Paper]:
    """The Word papers of its programme that can be filled."""
    return [paper for paper in programme_of(application).programme.papers if paper.kind == "word" and paper.fillable]


def filled_paper(application: Application, paper: Paper, *, masked: bool = False) -> bytes:
    """The official form with everything that is known now. masked: without personal values."""
    found, answers = programme_of(application), sheet(application)
    shown = hidden(found.programme.fields, answers) if masked else answers
    values = check_answers(found.programme.fields, shown).values
    return fill(found.words[paper.id], write_paper(paper, found.programme.fields, values))


def unit_fields(programme: Programme) -> list[Field]:
    """What the unit fills in."""
    return by_unit(programme.fields)


def started_rounds(unit: int) -> QuerySet[Round]:
    """The rounds in which a unit has an application."""
    return Round.objects.filter(applications__unit=unit).distinct()
