"""Sending an application back to its unit, with what is to be mended; the answer comes back to whoever asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, error
from jiangfang.core.returning import problems_of
from jiangfang.records.people.actions.authority import day_of
from jiangfang.records.people.models import Hat
from jiangfang.records.people.queries import top_of
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import progress, queries
from jiangfang.stages.apply.actions.holding import held, must_wear
from jiangfang.stages.apply.actions.moving import step
from jiangfang.stages.apply.models import Application, Return


@transaction.atomic
def send_back(
    *,
    application: Application,
    sections: Sequence[str],
    reasons: Sequence[str],
    text: str,
    due: date | None,
    hat: Hat,
    at: datetime,
    granted: date | None = None,
) -> Return:
    """Send back named sections with coded and free reasons. due: until when, else the unit's own day counts.

    granted: a later day than the deadline, which its recommender was given for this one.
    """
    found, role = held(application), Role(hat.role)
    must_wear(hat, role, organisation=_spot(found, role), at=at)
    programme = queries.programme_of(found).programme
    parts = progress.returnable(programme)
    known = [part.id for part in parts]
    wrong = problems_of(sections, known, reasons, text, due, day_of(at))
    deadline = rounds.deadline(found.round, found.recommender)
    last = max(deadline, granted) if deadline is not None and granted is not None else deadline
    if due is not None and last is not None and role is not Role.CITY and due > last:
        wrong.append(error("bad_date", "due", "补正期限不能晚于推荐单位自己的报送截止日"))
    if due is None and deadline is not None and role is not Role.UNIT_UNION and day_of(at) > deadline:
        wrong.append(error("missing", "due", "报送截止日已过，请写改好的期限，否则单位交不回来"))
    if wrong:
        raise Refused(wrong)
    named = [part.title for part in parts if part.id in sections]
    made = Return.objects.create(
        application=found,
        role=role.value,
        organisation=hat.organisation,
        version=found.version,
        sections=[section for section in known if section in sections],
        reasons=list(reasons),
        text=text.strip(),
        due=due,
        at=at,
        who=hat.person.name,
    )
    told = {"sections": named, "reasons": list(reasons), "text": made.text, "due": due.isoformat() if due else ""}
    step(found=found, deed="return", role=role, hat=hat, at=at, after=told)
    return made


def _spot(application: Application, role: Role) -> int:
    """The organisation whose hat may send it back; 0 for a role that never may."""
    if role is Role.UNIT_UNION:
        return application.unit_id
    if role is Role.RECOMMENDER and application.recommender is not None:
        return application.recommender.organisation_id
    return top_of(application.round.federation).pk if role is Role.CITY else 0
