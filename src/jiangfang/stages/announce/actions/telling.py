"""Recommenders and units are told of what changed in a round, in the same transaction and before the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from jiangfang.core.fields.date import long_day
from jiangfang.core.people import Role
from jiangfang.records.messages.actions import Letter, post_all
from jiangfang.records.messages.queries import bodies_acting
from jiangfang.records.people.actions.authority import day_of
from jiangfang.stages.announce.models import Recommender, Round

_WHOM_IT_CONCERNS = "还没有提交的、退回补正的，台账的数照新的期间算，请核对；已经提交的照提交那时的。"


def tell_published(round: Round, at: datetime) -> None:
    """A round is open: its recommenders and every unit hear of it."""
    bodies = list(Recommender.objects.filter(round=round))
    units = bodies_acting("/", Role.UNIT, round.federation_id, day_of(at))
    says = f"{round.name}：通知发布了"
    letters = _to_recommenders(round, bodies, "published", says, "名额、日程和材料都在通知页上。", at)
    post_all(
        federation=round.federation_id,
        letters=[
            *letters,
            *_to_units(round, units, "published", says, "先看通知和条件，再开始填写。", at),
        ],
        at=at,
    )


def tell_recommenders(round: Round, bodies: Sequence[Recommender], at: datetime) -> None:
    """Bodies that may recommend from now on hear of it."""
    says = f"{round.name}：本单位可以推荐了"
    letters = _to_recommenders(round, bodies, "added", says, "名额、日程和材料都在通知页上。", at)
    post_all(federation=round.federation_id, letters=letters, at=at)


def tell_days(round: Round, changed: Sequence[str], at: datetime) -> None:
    """Days were changed. changed: each window with its new days, in words."""
    bodies = list(Recommender.objects.filter(round=round))
    units = bodies_acting("/", Role.UNIT, round.federation_id, day_of(at))
    says, text = f"{round.name}：日程改了", "\n".join(changed)
    letters = [
        *_to_recommenders(round, bodies, "days", says, text, at),
        *_to_units(round, units, "days", says, text, at),
    ]
    post_all(federation=round.federation_id, letters=letters, at=at)


def tell_periods(round: Round, changed: Sequence[str], at: datetime) -> None:
    """Numbers of the form have another period. changed: each such period with its numbers, in words."""
    bodies = list(Recommender.objects.filter(round=round))
    units = bodies_acting("/", Role.UNIT, round.federation_id, day_of(at))
    says, text = f"{round.name}：表上的数算的期间改了", "\n".join([*changed, _WHOM_IT_CONCERNS])
    letters = [
        *_to_recommenders(round, bodies, "periods", says, text, at),
        *_to_units(round, units, "periods", says, text, at),
    ]
    post_all(federation=round.federation_id, letters=letters, at=at)


def tell_extended(recommender: Recommender, day: date | None, at: datetime) -> None:
    """The deadline of one recommender was moved, or moved back; its units hear of it, too."""
    round = recommender.round
    says = f"{round.name}：报送期限{f'延到{long_day(day)}' if day else '不再延长'}"
    _to_body_and_units(recommender, "extended", says, f"{recommender.organisation.name}的报送期限改了。", at)


def tell_own_day(recommender: Recommender, day: date | None, at: datetime) -> None:
    """The recommender gave its own units an earlier day, or took it back."""
    round, body = recommender.round, recommender.organisation
    units = bodies_acting(body.path, Role.UNIT, round.federation_id, day_of(at))
    says = f"{round.name}：{f'请在{long_day(day)}前提交' if day else '提交截止日按通知的日程'}"
    letters = _to_units(round, units, "own-day", says, f"{body.name}给所属单位定的截止日改了。", at)
    post_all(federation=round.federation_id, letters=letters, at=at)


def tell_quota(recommender: Recommender, rule: str, at: datetime) -> None:
    """The quota of a recommender was changed. rule: in words."""
    says = f"{recommender.round.name}：本单位的名额改为{rule}"
    letters = _to_recommenders(recommender.round, [recommender], "quota", says, says, at)
    post_all(federation=recommender.round.federation_id, letters=letters, at=at)


def _to_body_and_units(recommender: Recommender, what: str, says: str, text: str, at: datetime) -> None:
    round, body = recommender.round, recommender.organisation
    units = bodies_acting(body.path, Role.UNIT, round.federation_id, day_of(at))
    letters = [
        *_to_recommenders(round, [recommender], what, says, text, at),
        *_to_units(round, units, what, says, text, at),
    ]
    post_all(federation=round.federation_id, letters=letters, at=at)


def _to_recommenders(
    round: Round, bodies: Sequence[Recommender], what: str, says: str, text: str, at: datetime
) -> list[Letter]:
    key, link = _key(round, what, at), reverse("announce:round", args=[round.pk])
    return [
        Letter(one.organisation_id, (Role.RECOMMENDER,), key, says, text, link, ("round", str(round.pk)))
        for one in bodies
    ]


def _to_units(round: Round, units: Sequence[int], what: str, says: str, text: str, at: datetime) -> list[Letter]:
    key, link = _key(round, what, at), reverse("portal:notice", args=[round.pk])
    return [Letter(one, (Role.UNIT,), key, says, text, link, ("round", str(round.pk))) for one in units]


def _key(round: Round, what: str, at: datetime) -> str:
    return f"round.{what}:{round.pk}:{at.timestamp():.6f}"
