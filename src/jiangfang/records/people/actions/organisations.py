"""The tree: a federation begun; an organisation added, renamed, moved, closed."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from jiangfang.core.journal import Actor
from jiangfang.core.people import KIND_TITLES, Kind, is_within, may_stand_below
from jiangfang.records.people.actions.authority import (
    day_of,
    hold_tree,
    must_reach,
    of_organisation,
    refused,
    tell,
    tidy_name,
)
from jiangfang.records.people.models import Federation, Hat, Organisation, Slip
from jiangfang.records.people.queries import worn

LONGEST, DEEPEST = 100, 12


@transaction.atomic
def add_federation(*, name: str, actor: Actor, at: datetime) -> Federation:
    """Begin a federation with the top of its tree and its chain of the journal. Only a service account does."""
    if actor.id is not None:
        raise refused("not_allowed", "新建一个市总工会只能在服务器上办")
    kept = tidy_name(name, "市总工会的名称", LONGEST)
    if Federation.objects.filter(name=kept).exists():
        raise refused("already_there", f"“{kept}”已经有了", "name")
    federation = Federation.objects.create(name=kept)
    top = _placed(Organisation(federation=federation, kind=Kind.FEDERATION.value, name=kept), "/")
    told = {"name": kept, "kind": Kind.FEDERATION.value}
    tell(
        "federation.begun",
        of_organisation(top),
        federation=federation.pk,
        actor=actor,
        hat=None,
        at=at,
        after=told,
    )
    return federation


@transaction.atomic
def add_organisation(
    *, parent: Organisation, kind: Kind, name: str, actor: Actor, hat: Hat | None, at: datetime
) -> Organisation:
    """Add an organisation below another, done by whoever manages there: the body itself or one above it."""
    hold_tree(parent.federation_id)
    parent = Organisation.objects.get(pk=parent.pk)
    kept = tidy_name(name, "单位名称", LONGEST)
    may_stand(kind, parent)
    must_keep(actor, hat, parent, at)
    _free(parent, kept)
    made = Organisation(federation_id=parent.federation_id, parent=parent, kind=kind.value, name=kept)
    made = _placed(made, parent.path)
    told = {"name": kept, "kind": kind.value, "below": parent.pk}
    tell(
        "organisation.added",
        of_organisation(made),
        federation=made.federation_id,
        actor=actor,
        hat=hat,
        at=at,
        after=told,
    )
    return made


@transaction.atomic
def rename_organisation(
    *, organisation: Organisation, name: str, actor: Actor, hat: Hat | None, at: datetime
) -> Organisation:
    """Give an organisation another name."""
    hold_tree(organisation.federation_id)
    found = _open(organisation)
    must_reach(actor, hat, found, at)
    kept, old = tidy_name(name, "单位名称", LONGEST), found.name
    if kept == old:
        return found
    if found.parent is not None:
        _free(found.parent, kept)
    elif Federation.objects.filter(name=kept).exists():
        raise refused("already_there", f"“{kept}”已经有了", "name")
    else:
        Federation.objects.filter(pk=found.federation_id).update(name=kept)
    Organisation.objects.filter(pk=found.pk).update(name=kept)
    found.name = kept
    tell(
        "organisation.renamed",
        of_organisation(found),
        federation=found.federation_id,
        actor=actor,
        hat=hat,
        at=at,
        before={"name": old},
        after={"name": kept},
    )
    return found


@transaction.atomic
def move_organisation(
    *, organisation: Organisation, parent: Organisation, actor: Actor, hat: Hat | None, at: datetime
) -> Organisation:
    """Put an organisation with everything below it under another of the same federation, never under itself."""
    hold_tree(organisation.federation_id)
    found, target = _open(organisation), _open(parent)
    must_reach(actor, hat, found, at)
    must_keep(actor, hat, target, at)
    if found.federation_id != target.federation_id:
        raise refused("not_allowed", "不能移到另一个市总工会下面", "parent")
    if is_within(target.path, found.path):
        raise refused("bad_parent", f"“{target.name}”就是“{found.name}”或在它下面，不能移过去", "parent")
    may_stand(Kind(found.kind), target)
    _free(target, found.name)
    old = found.path
    tail = old.removeprefix(found.parent.path if found.parent else "/")
    within = Organisation.objects.filter(federation=found.federation_id, path__startswith=old)
    within.update(path=Concat(Value(target.path + tail), Substr("path", len(old) + 1)))
    before, after = {"below": found.parent_id}, {"below": target.pk}
    Organisation.objects.filter(pk=found.pk).update(parent=target)
    tell(
        "organisation.moved",
        of_organisation(found),
        federation=found.federation_id,
        actor=actor,
        hat=hat,
        at=at,
        before=before,
        after=after,
    )
    return Organisation.objects.get(pk=found.pk)


@transaction.atomic
def close_organisation(*, organisation: Organisation, actor: Actor, hat: Hat | None, at: datetime) -> Organisation:
    """Close an organisation that has no open one below: its hats end and its open slips are void."""
    hold_tree(organisation.federation_id)
    found, day = _open(organisation), day_of(at)
    must_reach(actor, hat, found, at)
    if found.parent_id is None:
        raise refused("not_allowed", "市总工会自己不能这样关掉")
    children = Organisation.objects.filter(parent=found, closed_on__isnull=True)
    if count := children.count():
        raise refused("not_empty", f"“{found.name}”下面还有 {count} 个单位，请先移走或关掉它们")
    ending = list(Hat.objects.filter(worn(day), organisation=found).order_by("pk").values_list("pk", flat=True))
    Hat.objects.filter(pk__in=ending).update(until=day)
    void = Slip.objects.filter(organisation=found, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=at)
    Organisation.objects.filter(pk=found.pk).update(closed_on=day)
    found.closed_on = day
    told = {"closed_on": day.isoformat(), "hats_ended": ending, "slips_void": void}
    tell(
        "organisation.closed",
        of_organisation(found),
        federation=found.federation_id,
        actor=actor,
        hat=hat,
        at=at,
        after=told,
    )
    return found


def _placed(organisation: Organisation, above: str) -> Organisation:
    """Kept, with the path that its own number completes."""
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError as fault:
        raise refused("already_there", f"这里已经有“{organisation.name}”", "name") from fault
    organisation.path = f"{above}{organisation.pk:07}/"
    Organisation.objects.filter(pk=organisation.pk).update(path=organisation.path)
    return organisation


def _open(organisation: Organisation) -> Organisation:
    """As it stands now. Raises Refused for a closed one."""
    found = Organisation.objects.select_related("parent").get(pk=organisation.pk)
    if found.closed_on is not None:
        raise refused("closed", f"“{found.name}”已经关掉")
    return found


def must_keep(actor: Actor, hat: Hat | None, parent: Organisation, at: datetime) -> None:
    """A body keeps the list of what stands directly below itself; else whoever manages it does."""
    below = Organisation(federation_id=parent.federation_id, name=parent.name, path=f"{parent.path}0/")
    must_reach(actor, hat, below, at)


def may_stand(kind: Kind, parent: Organisation) -> None:
    """Raises Refused where an organisation of this kind cannot be put below another."""
    if parent.closed_on is not None:
        raise refused("closed", f"“{parent.name}”已经关掉", "parent")
    if not may_stand_below(kind, Kind(parent.kind)):
        said = f"{KIND_TITLES[kind]}不能放在{KIND_TITLES[Kind(parent.kind)]}下面"
        raise refused("bad_parent", said, "parent")
    if parent.path.count("/") > DEEPEST:
        raise refused("bad_parent", "层级太多了", "parent")


def _free(parent: Organisation, name: str) -> None:
    if Organisation.objects.filter(parent=parent, name=name, closed_on__isnull=True).exists():
        raise refused("already_there", f"“{parent.name}”下面已经有“{name}”", "name")
