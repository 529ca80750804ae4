"""The list of a recommender: its order, how it came to be, and whom the papers name as its contact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from jiangfang.core.fields import kind_of
from jiangfang.core.fields.date import long_day
from jiangfang.core.problems import Problem, Refused, Severity, error
from jiangfang.core.recommending import LONGEST_REASON, reordered
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.actions.holding import refused
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend import queries
from jiangfang.stages.recommend.actions.holding import hold_list, must_recommend, renumber, tell
from jiangfang.stages.recommend.models import Selection

LONGEST = {"meeting": 200, "note": LONGEST_REASON, "contact_name": 60, "contact_phone": 40}


@transaction.atomic
def order(*, recommender: Recommender, applications: Sequence[Application], hat: Hat, at: datetime) -> None:
    """Put those that are recommended and not handed in yet into this order; the ones at the city keep their places.

    Raises Refused where the list is not the one that was ordered.
    """
    must_recommend(recommender, hat, at)
    hold_list(recommender)
    now, gone = list(queries.holding(recommender)), queries.with_city(recommender)
    by_id = {row.pk: row for row in now if row.pk not in gone}
    wanted = reordered(list(by_id), [one.pk for one in applications])
    if list(wanted) == list(by_id):
        return
    ahead = iter(wanted)
    renumber([row if row.pk in gone else by_id[next(ahead)] for row in now])
    before, after = ([str(by_id[pk]) for pk in order] for order in (by_id, wanted))
    tell("recommender.ordered", recommender, hat=hat, at=at, before={"order": before}, after={"order": after})


@transaction.atomic
def choose(*, recommender: Recommender, meeting: str, day: date, note: str, hat: Hat, at: datetime) -> Selection:
    """Record how the recommender chose: the meeting, its day, what is to be said of it."""
    must_recommend(recommender, hat, at)
    wrong = _too_long({"meeting": meeting, "note": note}, {"meeting": "会议", "note": "说明"})
    if not meeting.strip():
        wrong.append(error("missing", "meeting", "请写明是哪次会议研究的，例如：县总工会主席办公会"))
    if day > day_of(at):
        wrong.append(error("bad_date", "day", f"开会的日子 {long_day(day)} 还没有到"))
    if wrong:
        raise Refused(wrong)
    was = Selection.objects.filter(recommender=recommender).first()
    said = {"meeting": meeting.strip(), "day": day, "note": note.strip()}
    if was is not None and said == {"meeting": was.meeting, "day": was.day, "note": was.note}:
        return was
    made, _ = Selection.objects.update_or_create(
        recommender=recommender, defaults={**said, "at": at, "who": hat.person.name}
    )
    before = {"meeting": was.meeting, "day": was.day.isoformat(), "note": was.note} if was else {}
    told = {**said, "day": day.isoformat()}
    tell("recommender.chose", recommender, hat=hat, at=at, before=before, after=told)
    return made


@transaction.atomic
def set_contact(
    *, recommender: Recommender, contact_name: str, contact_phone: str, hat: Hat, at: datetime
) -> Recommender:
    """Whom the papers name as the contact of the recommender. Raises Refused where no paper asks for one."""
    must_recommend(recommender, hat, at)
    typed = {"contact_name": contact_name, "contact_phone": contact_phone}
    fields = {field.key: field for field in queries.contact_fields(recommender)}
    if not fields:
        raise refused("not_now", "这一年的表上没有推荐单位联系人这一栏，不用填")
    wrong = _too_long(typed, {key: field.name for key, field in fields.items()})
    for key, field in fields.items():
        _, found = kind_of(field).read(field, typed[key], key, field.name)
        wrong += [one for one in found if one.severity is Severity.ERROR]
    if wrong:
        raise Refused(wrong)
    kept = {key: typed[key].strip() for key in fields}
    before = {key: getattr(recommender, key) for key in fields}
    if kept == before:
        return recommender
    Recommender.objects.filter(pk=recommender.pk).update(**kept)
    tell("recommender.contact", recommender, hat=hat, at=at, before=before, after=kept, personal=("contact_phone",))
    for key, said in kept.items():
        setattr(recommender, key, said)
    return recommender


def _too_long(typed: dict[str, str], called: dict[str, str]) -> list[Problem]:
    return [
        error("too_long", key, f"{name}有 {len(typed[key])} 个字，最多 {LONGEST[key]} 个")
        for key, name in called.items()
        if len(typed[key]) > LONGEST[key]
    ]
