"""A round opened from a revision, with its days, its recommenders and what the notice leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from jiangfang.core import opening
from jiangfang.core.definition.programme import Programme
from jiangfang.core.opening import Place, Span
from jiangfang.core.people import RECOMMENDING, Kind, Role
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.routes import is_direct
from jiangfang.records.people.actions.authority import refused, tidy_name
from jiangfang.records.people.models import Hat, Organisation
from jiangfang.records.programmes.models import Revision
from jiangfang.records.programmes.queries import programme as opened
from jiangfang.stages.announce.actions.authority import iso, must_wear, note, of_round
from jiangfang.stages.announce.models import PaperDay, Recommender, Round, RoundDay


@transaction.atomic
def open_round(
    *,
    revision: Revision,
    name: str,
    days: Mapping[str, Span],
    recommenders: Sequence[Place],
    answers: Mapping[str, str],
    paper_day: PaperDay,
    direct_line: str,
    direct_box: str,
    hat: Hat,
    at: datetime,
    periods: Mapping[str, str] | None = None,
    period_ends: date | None = None,
) -> Round:
    """Open a round, not yet published. answers: those in words, by the question's id (core/opening.py).

    periods: of the ledger's numbers, where the notice leaves them open; period_ends: the deadline where none is given.
    Raises Refused with everything that is wrong; then nothing is kept.
    """
    actor = must_wear(hat, Role.CITY, revision.federation_id, at)
    programme = opened(revision).programme
    kept_name = tidy_name(name, "批次名称", 200)
    places, problems = _as_they_are(revision.federation_id, recommenders)
    problems += [
        *opening.day_problems(programme, days),
        *_place_problems(programme, places),
        *opening.answer_problems(programme, answers),
        *opening.direct_problems(programme, direct_line, direct_box),
        *opening.period_problems(programme, periods or {}, period_ends),
    ]
    if problems:
        raise Refused(problems)
    last = days[programme.hand_in].closes
    made = Round(
        federation_id=revision.federation_id,
        revision=revision,
        name=kept_name,
        year=last.year if last else programme.year,
        opened_at=at,
        opened_by=actor.name,
        answers=opening.kept_answers(programme, answers, places),
        paper_day=PaperDay(paper_day).value,
        periods=opening.kept_periods(programme, periods or {}),
        period_ends=(period_ends or last) if programme.numbers else None,
        **_direct(programme, direct_line, direct_box),
    )
    _keep(made, programme, days, places)
    note("round.opened", of_round(made), made, actor, hat, at, after=_told(made, programme, days, places))
    return made


def _as_they_are(federation: int, places: Sequence[Place]) -> tuple[list[Place], list[Problem]]:
    """The bodies with their own names and kinds; one that is not of the federation, closed or doubled is a problem."""
    ids = {place.id for place in places}
    found = Organisation.objects.filter(pk__in=ids, federation=federation, closed_on__isnull=True)
    known = {body.pk: body for body in found.filter(kind__in=[kind.value for kind in RECOMMENDING])}
    if len(ids) != len(places) or ids != set(known):
        return [], [error("not_in_list", "recommenders", "推荐单位里有重复的，或者有已经不在的；请刷新后重新选")]
    return [replace(place, name=known[place.id].name, kind=Kind(known[place.id].kind)) for place in places], []


def _place_problems(programme: Programme, places: Sequence[Place]) -> Iterator[Problem]:
    for place in places:
        yield from opening.place_problems(programme, place, f"place-{place.id}")
    if not places and not any(is_direct(route) for route in programme.routes):
        yield error("missing", "recommenders", "至少要有一个推荐单位参加")


def _direct(programme: Programme, line: str, box: str) -> dict[str, str]:
    if not any(is_direct(route) for route in programme.routes):
        return {}
    return {"direct_line": line.strip(), "direct_box": box.strip()}


def _keep(made: Round, programme: Programme, days: Mapping[str, Span], places: Sequence[Place]) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as fault:
        raise refused("already_there", f"已经有一个叫“{made.name}”的批次", "name") from fault
    spans = [(window.id, days.get(window.id, Span())) for window in programme.calendar]
    RoundDay.objects.bulk_create(
        RoundDay(round=made, window=window, opens=span.opens, closes=span.closes) for window, span in spans
    )
    Recommender.objects.bulk_create(recommender_of(made, programme, place) for place in places)


def recommender_of(round: Round, programme: Programme, place: Place) -> Recommender:
    """A recommender as it is kept, not saved. What happens over the cap is the class's."""
    group = opening.group_of(programme, place.klass)
    if group is None:
        raise LookupError(f"the programme has no class {place.klass}")
    return Recommender(
        round=round,
        organisation_id=place.id,
        klass=place.klass,
        at_least=place.at_least,
        at_most=place.at_most,
        passing=group.each.passing.value,
        why=place.why.strip(),
    )


def _told(made: Round, programme: Programme, days: Mapping[str, Span], places: Sequence[Place]) -> dict[str, Any]:
    return {
        "programme": made.revision.programme,
        "revision": made.revision_id,
        "name": made.name,
        "days": {window: [iso(span.opens), iso(span.closes)] for window, span in days.items()},
        "recommenders": [
            {"organisation": place.id, "name": place.name, "class": place.klass, **_numbers(place)} for place in places
        ],
        "answers": made.answers,
        "paper_day": made.paper_day,
        "direct_line": made.direct_line,
        "direct_box": made.direct_box,
        "periods": opening.told_periods(programme, made.periods),
        "period_ends": iso(made.period_ends),
    }


def _numbers(place: Place) -> dict[str, Any]:
    return {"at_least": place.at_least, "at_most": place.at_most, "why": place.why}
