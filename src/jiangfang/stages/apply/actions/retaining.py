"""Retention: how long the personal values of a round are kept, and letting go of those whose time is over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from jiangfang.core.fields.date import long_day
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, error
from jiangfang.core.retention import MOST_YEARS, TITLES, Group, emptied, personal_words
from jiangfang.records.files.actions import throw_away_all
from jiangfang.records.journal import actions as journal
from jiangfang.records.journal.actions import Deed
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.actions.authority import iso, must_wear, note, of_round, tidy_reason
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply import forgetting, queries, retention
from jiangfang.stages.apply.actions.holding import refused, subject
from jiangfang.stages.apply.models import Application, Change, Forgotten, Terms

MOST = 500
"""How many at most go at once."""


@transaction.atomic
def set_terms(
    *, round: Round, ends_on: date | None, years: Mapping[Group, int | None], why: str, hat: Hat, at: datetime
) -> Terms:
    """Say how long a round's personal values are kept. None: its calendar's last day, the programme's own years.

    Raises Refused for an end before the deadline, for a number that nobody means, and where nothing changes.
    """
    actor = must_wear(hat, Role.CITY, round.federation_id, at)
    deadline = rounds.deadline(round)
    wrong = [
        error("bad_number", group.value, f"{TITLES[group]}：写 0 到 {MOST_YEARS} 年")
        for group in Group
        if (said := years.get(group)) is not None and not 0 <= said <= MOST_YEARS
    ]
    if ends_on is not None and deadline is not None and ends_on < deadline:
        wrong.append(error("bad_date", "ends_on", f"批次结束的日子不能早于报送截止日（{long_day(deadline)}）"))
    if ends_on is not None and ends_on.year > 2100:
        wrong.append(error("bad_date", "ends_on", "年份应在 2100 年以前"))
    try:
        reason = tidy_reason(why)
    except Refused as refusal:
        raise Refused([*wrong, *refusal.problems]) from None
    if wrong:
        raise Refused(wrong)
    was = Terms.objects.select_for_update(no_key=True).filter(round=round).first()
    before, after = _told(was.ends_on if was else None, _years(was)), _told(ends_on, years)
    if before == after:
        raise refused("nothing_changed", "和原来一样，没有什么要改的")
    made, _ = Terms.objects.update_or_create(
        round=round,
        defaults={
            "ends_on": ends_on,
            **{group.value: years.get(group) for group in Group},
            "why": reason,
            "at": at,
            "who": hat.person.name,
        },
    )
    note("round.terms_set", of_round(round), round, actor, hat, at, before, {**after, "why": reason})
    return made


def _years(terms: Terms | None) -> dict[Group, int | None]:
    return {group: getattr(terms, group.value) if terms else None for group in Group}


def _told(ends_on: date | None, years: Mapping[Group, int | None]) -> dict[str, object]:
    return {"ends_on": iso(ends_on), **{f"years_{group.value}": years.get(group) for group in Group}}


@transaction.atomic
def forget(*, round: Round, applications: Sequence[int], reason: str, hat: Hat, at: datetime) -> list[Forgotten]:
    """Empty everything personal of applications whose time is over: all of these or none.

    The form, what was typed, every saving, what the journal keeps beside its chain, and what later rooms keep. What
    was done, when and by whom, the versions, receipts, opinions and their signers stay. Raises Refused for one that is
    not due or was emptied before, for none or too many, and without a reason.
    """
    actor = must_wear(hat, Role.CITY, round.federation_id, at)
    found = _held_due(round, applications, at)
    said = tidy_reason(reason, "reason")
    ids = [one.pk for one in found]
    things = [thing for one in forgetting.LATER for thing in one.things(ids)]
    went = [one.forget(ids) for one in forgetting.LATER]
    throw_away_all(federation=round.federation_id)
    made = [
        Forgotten(
            application=one,
            at=at,
            who=hat.person.name,
            reason=said,
            values=_emptied(one),
            files=sum(counts.get(one.pk, 0) for counts in went),
        )
        for one in found
    ]
    for start in range(0, len(ids), 100):
        Change.objects.filter(application__in=ids[start : start + 100], personal__isnull=False).update(personal=None)
    Forgotten.objects.bulk_create(made)
    deeds = [
        Deed(
            "application.forgotten",
            subject(one.application),
            {"reason": said, "values": one.values, "files": one.files},
        )
        for one in made
    ]
    deeds += [Deed(f"{thing.kind}.forgotten", thing, {"reason": said}) for thing in things]
    journal.forget_things(federation=round.federation_id, actor=actor, hat=str(hat), at=at, deeds=deeds)
    return made


def _held_due(round: Round, applications: Sequence[int], at: datetime) -> list[Application]:
    """These applications, held against other writers. Raises Refused unless all of them are due."""
    wanted = sorted(set(applications))
    if not wanted:
        raise refused("missing", "还没有选，请回到名单勾出到期的", "chosen")
    if len(wanted) > MOST:
        raise refused("too_long", f"一次最多删除 {MOST} 份的个人信息，请分几次", "chosen")
    today, terms = day_of(at), retention.terms_of(round, retention.own_terms(round))
    rows = Application.objects.select_for_update(of=("self",), no_key=True).filter(round=round, pk__in=wanted)
    found = list(queries.whole(rows).order_by("pk"))
    due = set(retention.in_part(round, terms, today, retention.DUE).filter(pk__in=wanted).values_list("pk", flat=True))
    if due != set(wanted):
        raise refused("not_now", "选的里面有没到期的，或者已经删除了，一份也没有办；请回去重新选", "chosen")
    return found


def _emptied(application: Application) -> int:
    """Empty the form of an application; how many of its questions were answered with something personal."""
    fields = queries.programme_of(application).programme.fields
    answers, rough = queries.answers_of(application), queries.rough_of(application)
    many = len(personal_words(fields, {**rough, **answers}))
    left = emptied(fields, answers)
    application.answers = json.dumps(left, ensure_ascii=False)
    application.rough = json.dumps(emptied(fields, rough))
    gone = {name for name in ("studio_name", "leader_name") if name in answers and name not in left}
    for name in gone:
        setattr(application, name, "")
    application.save(update_fields=("answers", "rough", *sorted(gone)))
    return many
