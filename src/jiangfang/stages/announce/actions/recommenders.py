"""A recommender added to a round, and its quota changed with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from jiangfang.core import opening
from jiangfang.core.opening import Place
from jiangfang.core.people import KIND_TITLES, RECOMMENDING, Kind, Role
from jiangfang.core.problems import Refused
from jiangfang.core.quota import Passing
from jiangfang.records.people.actions.authority import refused
from jiangfang.records.people.models import Hat, Organisation
from jiangfang.stages.announce import queries
from jiangfang.stages.announce.actions.authority import held, must_wear, note, of_recommender, tidy_reason
from jiangfang.stages.announce.actions.opening import recommender_of
from jiangfang.stages.announce.actions.telling import tell_quota, tell_recommenders
from jiangfang.stages.announce.models import Recommender, Round


@transaction.atomic
def add_recommender(*, round: Round, place: Place, hat: Hat, at: datetime) -> Recommender:
    """Let another body recommend in a round that is already open; asked of it is what the opening asks."""
    actor = must_wear(hat, Role.CITY, round.federation_id, at)
    body = Organisation.objects.filter(pk=place.id, federation=round.federation_id, closed_on__isnull=True).first()
    if body is None or Kind(body.kind) not in RECOMMENDING:
        raise refused("not_in_list", "没有这个推荐单位，请从列表里选", "organisation")
    programme = queries.opened(round).programme
    known = replace(place, name=body.name, kind=Kind(body.kind))
    if problems := opening.place_problems(programme, known, f"place-{body.pk}"):
        raise Refused(problems)
    made = recommender_of(round, programme, known)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as fault:
        raise refused("already_there", f"“{body.name}”已经是这一批次的推荐单位", "organisation") from fault
    after = {"organisation": body.pk, "class": made.klass, "kind": KIND_TITLES[known.kind], **_numbers(made)}
    answers = opening.kept_answers(programme, {}, [known])
    if answers:
        found = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
        Round.objects.filter(pk=round.pk).update(answers={**found.answers, **answers})
    if round.published_at is not None:
        tell_recommenders(round, [made], at)
    note("recommender.added", of_recommender(made), round, actor, hat, at, after={**after, "answers": answers})
    return made


@transaction.atomic
def adjust_quota(
    *,
    recommender: Recommender,
    at_least: int | None,
    at_most: int | None,
    passing: Passing,
    why: str,
    hat: Hat,
    at: datetime,
) -> Recommender:
    """Change the quota of one recommender, with a reason; never below the places that are taken.

    Places may be taken at the same moment: the cap moves by a conditional UPDATE, so that one of the two is refused.
    """
    actor = must_wear(hat, Role.CITY, recommender.round.federation_id, at)
    was = held(recommender)
    name, reason = was.organisation.name, tidy_reason(why)
    if problems := opening.number_problems(name, at_least, at_most, "at_most"):
        raise Refused(problems)
    free = Recommender.objects.filter(pk=was.pk)
    if at_most is not None:
        free = free.filter(taken__lte=F("waived") + at_most)
    if not free.update(at_least=at_least, at_most=at_most, passing=passing.value, why=reason):
        now = Recommender.objects.get(pk=was.pk)
        spared = f"（其中 {now.waived} 个经同意超出）" if now.waived else ""
        raise refused("over_quota", f"{name}已经推荐了 {now.taken} 个{spared}，名额不能改到 {at_most}", "at_most")
    now = Recommender.objects.select_related("organisation", "round").get(pk=was.pk)
    if _numbers(now) != _numbers(was):
        tell_quota(now, queries.quota_of(now.round, now).rule(), at)
        note("recommender.quota_adjusted", of_recommender(now), now.round, actor, hat, at, _numbers(was), _numbers(now))
    return now


def _numbers(recommender: Recommender) -> dict[str, Any]:
    return {
        "at_least": recommender.at_least,
        "at_most": recommender.at_most,
        "passing": recommender.passing,
        "why": recommender.why,
    }
