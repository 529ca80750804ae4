"""What every deed on an application begins and ends with: it is held, the hat is looked at, the deed is journalled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from jiangfang.core.fields.date import long_day
from jiangfang.core.journal import Subject
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.core.timetable import after
from jiangfang.records.journal import actions as journal
from jiangfang.records.people.actions.authority import actor_of, day_of
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import queries
from jiangfang.stages.apply.models import Application, Forgotten, Return


def refused(code: str, says: str, where: str = "", clause: str = "") -> Refused:
    """A refusal with one sentence."""
    return Refused([error(code, where, says, clause)])


def held(application: Application) -> Application:
    """The application as it stands now, held against other writers until the transaction ends."""
    return queries.whole(Application.objects.select_for_update(of=("self",), no_key=True)).get(pk=application.pk)


def must_wear(hat: Hat, *roles: Role, organisation: int, at: datetime) -> None:
    """Raises Refused unless the hat is worn on the day, is one of these roles, and belongs to the organisation."""
    right = Role(hat.role) in roles and hat.organisation_id == organisation
    if not (right and hat.worn_on(day_of(at)) and hat.person.is_active):
        raise refused("not_allowed", "以现在的身份不能办这件事")


def must_write(application: Application, hat: Hat, at: datetime) -> None:
    """Raises Refused unless this person of the unit may write here now."""
    must_wear(hat, Role.UNIT, organisation=application.unit_id, at=at)
    if not queries.may_write(application, hat.person, day_of(at)):
        raise refused("not_allowed", f"这份申报由{application.started_by.name}填写，请他共享给您后再改")
    must_be_kept(application)
    workflow = queries.programme_of(application).programme.workflow
    if not workflow.fillable(queries.position(application), application.route):
        said = f"现在是“{workflow.title(application.state)}”，不能改内容；要改的话先取回，或请上一级退回"
        raise refused("not_now", said)


def must_be_kept(application: Application) -> None:
    """Raises Refused once its personal values were emptied: nothing is written into it any more."""
    found = Forgotten.objects.filter(application=application.pk).first()
    if found is not None:
        raise refused("not_now", f"个人信息已经按期限删除（{long_day(day_of(found.at))}，{found.who}），不能再改")


def late(application: Application, role: Role, today: date) -> Problem | None:
    """The ``late`` problem, where the day of this role is over; a return with a day of its own goes by that.

    What the city sent back was in time: an opinion that the mending made void is given again whenever.
    """
    if role is Role.UNIT:
        return late_by(application, queries.open_return(application), today)
    found = rounds.late(application.round, application.recommender, today, for_unit=role is Role.UNIT_UNION)
    last = application.returns.order_by("-at", "-pk").first() if found is not None else None
    if last is None:
        return found
    granted = last.due is not None and today <= last.due
    return None if granted or last.role == Role.CITY.value else found


def late_by(application: Application, returned: Return | None, today: date) -> Problem | None:
    """The ``late`` problem of the unit. returned: the return that waits for its answer."""
    if returned is not None and returned.due is not None:
        return after(returned.due, today, "补正期限")
    return rounds.late(application.round, application.recommender, today, for_unit=True)


def tell(
    deed: str,
    application: Application,
    *,
    hat: Hat,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    personal: Iterable[str] = (),
) -> None:
    """Journal a deed on an application."""
    journal.record(
        federation=application.round.federation_id,
        actor=actor_of(hat.person),
        hat=str(hat),
        deed=deed,
        subject=subject(application),
        at=at,
        before=before,
        after=after,
        personal=personal,
    )


def subject(application: Application) -> Subject:
    """An application as what is acted on."""
    return Subject("application", str(application.pk), str(application))
