"""A recommender hears once of everything of its own that was received together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from jiangfang.core.people import Role
from jiangfang.records.messages.actions import Letter, post_all
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.models import Application

_NAMED = 30


def tell_received(rows: Sequence[Application], at: datetime) -> None:
    """The city received these; whoever recommended them is told how many and which."""
    by_body: dict[Recommender, list[Application]] = {}
    for row in rows:
        if row.recommender is not None:
            by_body.setdefault(row.recommender, []).append(row)
    letters = [_letter(body, mine, at) for body, mine in by_body.items()]
    if letters:
        post_all(federation=rows[0].round.federation_id, letters=letters, at=at)


def _letter(body: Recommender, mine: Sequence[Application], at: datetime) -> Letter:
    names = "\n".join(f"{row.number} {row}" for row in mine[:_NAMED])
    left = f"\n还有 {len(mine) - _NAMED} 份" if len(mine) > _NAMED else ""
    return Letter(
        body.organisation_id,
        (Role.RECOMMENDER,),
        f"recommender.received:{body.pk}:{at.timestamp():.6f}",
        f"市总工会受理了 {len(mine)} 份",
        f"{mine[0].round.name}\n市总工会受理了本单位报送的 {len(mine)} 份：\n{names}{left}",
        reverse("recommend:recommender", args=[body.pk]),
        ("recommender", str(body.pk)),
    )
