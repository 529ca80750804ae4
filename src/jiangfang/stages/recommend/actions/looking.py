"""Opening an application and ticking its check list: both belong to the answers as they were then."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from jiangfang.core.problems import Refused
from jiangfang.records.journal import actions as journal
from jiangfang.records.people.actions.authority import actor_of, day_of
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.actions.holding import held, refused, subject
from jiangfang.stages.apply.actions.holding import tell as tell_application
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend import queries
from jiangfang.stages.recommend.actions.holding import must_recommend
from jiangfang.stages.recommend.models import Opened, Ticked


def opened(*, application: Application, hat: Hat, at: datetime) -> None:
    """Somebody of the recommender opened the application as it stands; the second time adds nothing."""
    mine = Opened.objects.filter(application=application.pk, organisation=hat.organisation_id)
    if not mine.filter(version=application.version).exists():
        _open(application, hat, at)


@transaction.atomic
def _open(application: Application, hat: Hat, at: datetime) -> None:
    found = held(application)
    must_recommend(found.recommender, hat, at)
    must_be_readable(found)
    if found.version != application.version:
        return  # it changed since it was read: what was shown is not this version
    _, new = Opened.objects.get_or_create(
        application=found,
        organisation=hat.organisation,
        version=found.version,
        defaults={"person": hat.person, "at": at},
    )
    if new:
        tell_application("application.opened", found, hat=hat, at=at, after={"version": found.version})


def looked(*, application: Application, hat: Hat, at: datetime) -> None:
    """Note that somebody saw the personal details of the application, once a day."""
    journal.look(
        federation=application.round.federation_id,
        person=actor_of(hat.person),
        subject=subject(application),
        day=day_of(at),
    )


@transaction.atomic
def tick(
    *, application: Application, items: Collection[str], hat: Hat, at: datetime, seen: int | None = None
) -> Ticked:
    """Keep what is ticked on the check list. seen: the version that the page showed, where it says so.

    Raises Refused for a version that nobody opened, and once there is nothing to judge any more.
    """
    found = held(application)
    must_recommend(found.recommender, hat, at)
    must_be_readable(found)
    must_be_the_same(found, seen)
    if not queries.may_judge(found):
        title = applications.state_title(found)
        raise refused("not_now", f"现在是“{title}”，核对清单不用再勾")
    if not queries.opened_now(found):
        raise Refused(queries.unready(found, opened=False, unticked=()))
    lines = queries.check_list(found, day_of(at), items)
    known = [line.condition.id for line in lines]
    if not set(items) <= set(known):
        raise refused("not_in_list", "核对清单里没有这一项，请刷新后再勾", "items")
    was = Ticked.objects.filter(application=found, organisation=hat.organisation).first()
    if was is not None and (was.version, set(was.items)) == (found.version, set(items)):
        return was
    kept, _ = Ticked.objects.update_or_create(
        application=found,
        organisation=hat.organisation,
        defaults={
            "version": found.version,
            "items": [name for name in known if name in items],
            "complete": all(line.ticked for line in lines),
            "at": at,
            "who": hat.person.name,
        },
    )
    told = {"items": [line.says for line in lines if line.ticked], "version": kept.version}
    tell_application("application.checked", found, hat=hat, at=at, after=told)
    return kept


def must_be_readable(application: Application) -> None:
    """Raises Refused while it is still the unit's own affair."""
    workflow = applications.programme_of(application).programme.workflow
    if workflow.private(applications.position(application)):
        raise refused("not_now", "单位还没有提交，提交以后才能看")


def must_be_the_same(application: Application, seen: int | None) -> None:
    """Raises Refused where the answers changed since the page was opened."""
    if seen is not None and seen != application.version:
        raise refused("not_now", f"{application}：您打开以后内容又改了，请重新打开看一看改了什么，再办这一步")
