"""Recommending, taking it back, and not recommending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.recommending import reason_problems, waiver_problems
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.actions import give_opinion, move, release_place, take_back_opinion
from jiangfang.stages.apply.actions.holding import held, refused
from jiangfang.stages.apply.actions.holding import tell as tell_application
from jiangfang.stages.apply.actions.telling import post_deed
from jiangfang.stages.apply.models import Application, Opinion
from jiangfang.stages.recommend import queries
from jiangfang.stages.recommend.actions.holding import (
    fresh_application,
    hold,
    hold_list,
    must_be_in_time,
    must_recommend,
    renumber,
)
from jiangfang.stages.recommend.actions.looking import must_be_readable, must_be_the_same
from jiangfang.stages.recommend.actions.places import hold_place, keep_waiver, take
from jiangfang.stages.recommend.models import PassedOver, Waiver

ROLE = Role.RECOMMENDER


@transaction.atomic
def recommend(
    *,
    application: Application,
    text: str,
    signer: str,
    day: date,
    waiver: tuple[str, str] | None,
    hat: Hat,
    at: datetime,
    seen: int | None = None,
) -> Opinion:
    """Give the recommender's opinion and take a place of its quota; a void opinion is given again without a place.

    waiver: who allows one over the cap and why, where the programme knows that; not heard while there is a place.
    seen: the version that the page showed. Raises Refused late, unread or unchecked, out of order, and when it is full.
    """
    found = held(application)
    recommender = must_recommend(found.recommender, hat, at)
    must_be_the_same(found, seen)
    _must_be_judged(found, at)
    _must_be_ready([found], at)
    kept = _place(found, recommender, waiver, hat, at) if _is_new(found) else None
    given = _give(found, text, signer, day, hat, at)
    if kept is not None:
        told = {"allowed_by": kept.allowed_by, "reason": kept.reason}
        tell_application("application.waived", found, hat=hat, at=at, after=told)
    return given


def _place(
    application: Application, recommender: Recommender, waiver: tuple[str, str] | None, hat: Hat, at: datetime
) -> Waiver | None:
    """Take a place for it; the waiver, where it goes over the cap by one."""
    if waiver is not None and (wrong := waiver_problems(*waiver)):
        raise Refused(wrong)
    by_waiver = take(recommender, waived=waiver is not None)
    hold_place(application)
    return keep_waiver(application, *waiver, hat, at) if waiver is not None and by_waiver else None


@transaction.atomic
def recommend_several(
    *, applications: Sequence[Application], text: str, signer: str, day: date, hat: Hat, at: datetime
) -> list[Opinion]:
    """One opinion for several applications of a recommender, in their order: for all of them or for none.

    Raises Refused with the names of those that were not opened and checked, and when the places are not enough.
    """
    wanted = [one.pk for one in applications]
    if not wanted:
        raise refused("missing", "还没有选，请先勾出要一起签意见的")
    hold(Q(pk__in=wanted))
    rows = [fresh_application(pk) for pk in dict.fromkeys(wanted)]
    recommender = must_recommend(rows[0].recommender, hat, at)
    if any(row.recommender_id != recommender.pk for row in rows):
        raise refused("not_allowed", "选的申报不是同一个推荐单位、同一年度的，请分开办")
    for row in rows:
        _must_be_judged(row, at)
    _must_be_signed_before(recommender, rows)
    _must_be_ready(rows, at)
    new = [row for row in rows if _is_new(row)]
    if new:
        take(recommender, len(new))
    for row in new:
        hold_place(row)
    return [_give(row, text, signer, day, hat, at) for row in rows]


def _give(application: Application, text: str, signer: str, day: date, hat: Hat, at: datetime) -> Opinion:
    PassedOver.objects.filter(application=application).delete()
    return give_opinion(
        application=application, role=ROLE, deed=queries.RECOMMEND, text=text, signer=signer, day=day, hat=hat, at=at
    )


def _is_new(application: Application) -> bool:
    """Whether it takes a place now; else an opinion is given again."""
    workflow = applications.programme_of(application).programme.workflow
    return queries.offers(workflow, application, queries.RECOMMEND)


def _must_be_judged(application: Application, at: datetime) -> None:
    """Raises Refused where the table of steps has no opinion of the recommender now, and late.

    One that was handed in before has been in time: an opinion that the city's return made void is given whenever.
    """
    if not queries.may_judge(application):
        workflow = applications.programme_of(application).programme.workflow
        workflow.move(applications.position(application), queries.RECOMMEND, ROLE.value, application.route)
    if application.recommender is not None and not queries.went_in(application):
        must_be_in_time(application.recommender, at)


def _must_be_signed_before(recommender: Recommender, rows: Sequence[Application]) -> None:
    """Raises Refused with the names of those whose own union has to sign before."""
    waiting = [row for row in queries.rows(recommender, [row.pk for row in rows]) if row.ahead]
    if waiting:
        gone = {"void": "因为后来的改动失效了，要先重新签"}
        said = [f"{row.application}：{row.ahead}{gone.get(row.union, '还没有签')}" for row in waiting]
        raise Refused([error("not_now", "", one) for one in said])


def _must_be_ready(rows: Sequence[Application], at: datetime) -> None:
    problems: list[Problem] = []
    for row in rows:
        opened, left = queries.opened_now(row), queries.unticked(row, day_of(at))
        problems += queries.unready(row, opened=opened, unticked=left)
    if problems:
        raise Refused(problems)


@transaction.atomic
def unrecommend(*, application: Application, hat: Hat, at: datetime) -> Application:
    """Take the recommendation back before it is handed in: the place is free again, the opinion counts no more."""
    recommender = must_recommend(application.recommender, hat, at)
    hold_list(recommender, application.pk)
    found = fresh_application(application.pk)
    workflow = applications.programme_of(found).programme.workflow
    workflow.move(applications.position(found), "unrecommend", ROLE.value, found.route)  # says why it cannot be
    release_place(found)
    Waiver.objects.filter(application=found).delete()
    renumber(queries.holding(recommender))
    take_back_opinion(application=found, role=ROLE, hat=hat, at=at)
    return move(application=found, deed="unrecommend", role=ROLE, hat=hat, at=at)


@transaction.atomic
def not_recommend(*, application: Application, reason: str, hat: Hat, at: datetime) -> PassedOver:
    """Say why an application is not recommended; it ends there where the table of steps has such an end."""
    found = held(application)
    recommender = must_recommend(found.recommender, hat, at)
    must_be_readable(found)
    workflow = applications.programme_of(found).programme.workflow
    ends = any(step.deed == queries.PASS_OVER for step in workflow.steps)
    if ends:
        workflow.move(applications.position(found), queries.PASS_OVER, ROLE.value, found.route)  # says why not
    elif not _is_new(found):
        raise refused("not_now", f"现在是“{applications.state_title(found)}”，不用写不推荐的理由")
    if wrong := reason_problems(reason, "reason", "不推荐"):
        raise Refused(wrong)
    said = {"recommender": recommender, "reason": reason.strip(), "at": at, "who": hat.person.name}
    made, _ = PassedOver.objects.update_or_create(application=found, defaults=said)
    told = {"reason": made.reason}
    if ends:
        move(application=found, deed=queries.PASS_OVER, role=ROLE, hat=hat, at=at, after=told)
    else:
        post_deed(found, "passed_over", by=ROLE, was=found.state, at=at)
        tell_application("application.passed_over", found, hat=hat, at=at, after=told)
    return made
