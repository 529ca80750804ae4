"""The city hears once of what was handed in together, a recommender once of what it got back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from jiangfang.core.fields.date import long_day
from jiangfang.core.people import Role
from jiangfang.core.returning import ALL_REASONS
from jiangfang.records.messages.actions import post
from jiangfang.records.people.queries import top_id
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend.models import HandBack

_NAMED = 30


def tell_handed_in(recommender: Recommender, serial: int, going: Sequence[Application], at: datetime) -> None:
    """A recommender handed in."""
    round, body = recommender.round, recommender.organisation
    post(
        federation=round.federation_id,
        organisation=top_id(round.federation_id),
        roles=(Role.CITY,),
        key=f"recommender.handed_in:{recommender.pk}:{serial}",
        subject=f"{body.name}第 {serial} 次报送：{len(going)} 份",
        text=f"{round.name}\n{body.name}报送了 {len(going)} 份：\n{_names(going)}",
        link=reverse("recommend:recommender", args=[recommender.pk]),
        about=("recommender", str(recommender.pk)),
        at=at,
    )


def tell_given_back(made: HandBack, given: Sequence[Application], at: datetime) -> None:
    """The city gave back what was handed in: why in the words of the list; what it wrote stands on the page."""
    recommender, due = made.recommender, made.due
    round = recommender.round
    why = "、".join(ALL_REASONS.get(code, code) for code in made.reasons)
    says = (f"原因：{why}。" if why else "") + ("市总工会另有说明，见页面。" if made.text else "")
    until = f"，请在{long_day(due)}前重新报送" if due else "，请办好再报送"
    post(
        federation=round.federation_id,
        organisation=recommender.organisation_id,
        roles=(Role.RECOMMENDER,),
        key=f"recommender.given_back:{made.pk}",
        subject=f"市总工会退回 {len(given)} 份{until}",
        text=f"{round.name}\n市总工会退回 {len(given)} 份{until}：\n{_names(given)}\n{says}",
        link=reverse("recommend:recommender", args=[recommender.pk]),
        about=("recommender", str(recommender.pk)),
        at=at,
    )


def _names(rows: Sequence[Application]) -> str:
    lines = [f"{row.number} {row}" for row in rows[:_NAMED]]
    left = len(rows) - _NAMED
    return "\n".join([*lines, *([f"还有 {left} 份"] if left > 0 else [])])
