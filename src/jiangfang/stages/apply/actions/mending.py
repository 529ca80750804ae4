"""A slip (a phone, a spelling) mended by the clerk, and told to the unions that gave their opinion."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jiangfang.core.entry import Typed, entered, mendable, typing_of
from jiangfang.core.fields.base import shorten, xml_cannot_hold
from jiangfang.core.people import ROLE_TITLES, Role
from jiangfang.core.problems import Refused, error
from jiangfang.records.people.models import Hat
from jiangfang.records.people.queries import top_of
from jiangfang.stages.apply import queries
from jiangfang.stages.apply.actions.filling import MEND, Kept, write
from jiangfang.stages.apply.actions.holding import held, must_be_kept, must_wear, refused, tell
from jiangfang.stages.apply.models import Application, Telling


@transaction.atomic
def mend(*, application: Application, key: str, typed: Typed, reason: str, hat: Hat, at: datetime) -> Application:
    """Mend one answer of an application that was handed in. No opinion is void by it; unit and unions are told.

    Raises Refused while the unit itself can still write, for an answer that cannot be used, and without a reason.
    """
    found = held(application)
    must_wear(hat, Role.CITY, organisation=top_of(found.round.federation).pk, at=at)
    must_be_kept(found)
    programme = queries.programme_of(found).programme
    here = queries.position(found)
    ended = any(state.id == found.state and state.final for state in programme.workflow.states)
    if ended or programme.workflow.fillable(here, found.route):
        raise refused("not_now", "现在由单位自己改，不用代改" if not ended else "这份申报已经结束，不能再改")
    field = next((one for one in queries.unit_fields(programme) if one.key == key), None)
    if field is None:
        raise refused("not_in_list", "没有这一项，请从表上的项目里选", "key")
    if not mendable(field):
        said = f"{field.name}是要紧的内容，不能当作笔误更正；请退回，由单位改好、工会重新签意见"
        raise refused("not_allowed", said, "key")
    fresh = entered(field, typed)
    now = Kept(queries.answers_of(found).get(key), queries.rough_of(found).get(key))
    if xml_cannot_hold(reason):
        raise refused("bad_character", "原因里有看不见、也印不出的字符，请删去", "reason")
    if not reason.strip():
        raise refused("missing", "请写明为什么更正，例如：单位来电说电话写错一位", "reason")
    if fresh.rough is not None or fresh.value is None:
        raise Refused(list(fresh.problems) or [error("missing", key, f"{field.name}不能改成空白")])
    if fresh.value == now.value:
        raise refused("not_now", f"{field.name}没有变化")
    change = {key: Kept(fresh.value, None)}
    write(found, [field], {key: now}, change, kind=MEND, reason=reason.strip()[:500], hat=hat, at=at)
    was, became = (shorten(str(typing_of(field, value)), 60) for value in (now.value, fresh.value))
    shown = "" if field.personal else f"：“{was or '（空）'}”改为“{became}”"
    said = f"{hat.person.name}更正了{field.name}{shown}。原因：{reason.strip()[:200]}"
    _tell(found, said, at)
    return found


def _tell(application: Application, said: str, at: datetime) -> None:
    readers = [(application.unit, Role.UNIT), (application.unit, Role.UNIT_UNION)]
    if application.recommender is not None:
        readers.append((application.recommender.organisation, Role.RECOMMENDER))
    Telling.objects.bulk_create(
        Telling(application=application, organisation=spot, role=role.value, text=said, at=at) for spot, role in readers
    )


@transaction.atomic
def seen(*, telling: Telling, hat: Hat, at: datetime) -> None:
    """Somebody of the body that had to be told has seen it."""
    must_wear(hat, Role(telling.role), organisation=telling.organisation_id, at=at)
    by = f"{hat.person.name}（{ROLE_TITLES[Role(telling.role)]}）"
    if Telling.objects.filter(pk=telling.pk, seen_at__isnull=True).update(seen_at=at, seen_by=by):
        tell("application.telling_seen", telling.application, hat=hat, at=at, after={"text": telling.text})
