"""The city gives something back to its recommender, which puts its list right and hands in again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.core.returning import back_problems
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Hat
from jiangfang.records.people.queries import top_of
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.actions import move
from jiangfang.stages.apply.actions.holding import must_wear, refused
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend import queries
from jiangfang.stages.recommend.actions.holding import fresh, fresh_application, hold_list, tell
from jiangfang.stages.recommend.actions.telling import tell_given_back
from jiangfang.stages.recommend.models import HandBack, HandedBack


@transaction.atomic
def hand_back(
    *,
    recommender: Recommender,
    applications: Sequence[Application],
    reasons: Sequence[str],
    text: str,
    due: date | None,
    hat: Hat,
    at: datetime,
) -> HandBack:
    """Give these back with coded and free reasons: all of them or none. They keep their places and their opinions.

    due: until when they may be handed in again; asked for once the deadline is over. Raises Refused for one that is
    not at the city, or not this recommender's.
    """
    must_wear(hat, Role.CITY, organisation=top_of(recommender.round.federation).pk, at=at)
    wanted = list(dict.fromkeys(one.pk for one in applications))
    hold_list(recommender, *wanted)
    now, rows = fresh(recommender), [fresh_application(pk) for pk in wanted]
    if any(row.recommender_id != now.pk for row in rows):
        raise refused("not_allowed", "选的申报不是同一个推荐单位报送的，请分开退", "chosen")
    deadline = rounds.deadline(now.round, now)
    if wrong := back_problems(len(rows), reasons, text, due, deadline, day_of(at)):
        raise Refused(wrong)
    made = HandBack.objects.create(
        recommender=now,
        reasons=list(reasons),
        text=text.strip(),
        due=due,
        at=at,
        who=hat.person.name,
        serial=now.hand_ins.count(),
    )
    HandedBack.objects.bulk_create(HandedBack(hand_back=made, application=row) for row in rows)
    told = {"reasons": list(reasons), "text": made.text, "due": due.isoformat() if due else ""}
    for row in rows:
        move(application=row, deed=queries.HAND_BACK, role=Role.CITY, hat=hat, at=at, after=told)
    tell_given_back(made, rows, at)
    after = {**told, "applications": [f"{row.number} {row}" for row in rows]}
    tell("recommender.handed_back", now, hat=hat, at=at, after=after)
    return made


def answer(recommender: Recommender, going: Sequence[Application], at: datetime) -> None:
    """These go in again: what was given back is answered once nothing of it is left; called while the list is held."""
    went = {row.pk for row in going}
    asked = HandBack.objects.filter(recommender=recommender, answered_at__isnull=True, items__application__in=went)
    for back in asked.distinct():
        if queries.given_back([back]) <= went:
            HandBack.objects.filter(pk=back.pk).update(answered_at=at)
