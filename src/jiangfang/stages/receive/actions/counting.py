"""Copies as they come: several places of the table at once; struck out again when written down by mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from jiangfang.core.journal import Subject
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.core.receiving import (
    FORM_TITLES,
    WAY_TITLES,
    Form,
    Item,
    Spot,
    Way,
    allotted,
    counting_day,
    note_problems,
    tick_problems,
)
from jiangfang.records.journal import actions as journal
from jiangfang.records.people.actions.authority import actor_of, day_of
from jiangfang.records.people.models import Hat
from jiangfang.records.people.queries import top_of
from jiangfang.stages.announce.models import PaperDay, Recommender, Round
from jiangfang.stages.apply.actions.holding import must_wear, refused
from jiangfang.stages.apply.actions.holding import subject as of_application
from jiangfang.stages.apply.models import Application
from jiangfang.stages.receive import queries
from jiangfang.stages.receive.models import Arrival


@dataclass(frozen=True, slots=True)
class _Place:
    """A spot with what it belongs to, how many are wanted and how many came."""

    spot: Spot
    item: Item
    application: Application | None
    recommender: Recommender | None
    came: int

    @property
    def wanted(self) -> int:
        """How many somebody has to bring."""
        return self.item.wanted(self.spot.form)

    @property
    def lacking(self) -> int:
        """How many are wanting."""
        return max(self.wanted - self.came, 0)

    @property
    def called(self) -> str:
        """What it is called in a sentence."""
        owner = self.application or (self.recommender.organisation.name if self.recommender else "")
        return f"{owner}：{self.item.short}{FORM_TITLES[self.spot.form]}"


@transaction.atomic
def tick(
    *,
    round: Round,
    spots: Sequence[Spot],
    copies: int | None,
    way: Way,
    arrived_on: date,
    postmark: date | None,
    note: str,
    hat: Hat,
    at: datetime,
    seen: int | None = None,
) -> list[Arrival]:
    """Write down what came for these places: so many copies each, None for what is wanting; a file counts as one.

    seen: how many copies the page showed for all of them, where it says so. Raises Refused for a place that nothing is
    asked for, for one that is complete where no number is given, and where somebody else was quicker.
    """
    must_wear(hat, Role.CITY, organisation=top_of(round.federation).pk, at=at)
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    places = _places(round, spots)
    papers = any(one.spot.form is Form.PAPER for one in places)
    if wrong := tick_problems(copies, arrived_on, postmark, way, note, day_of(at), papers=papers):
        raise Refused(wrong)
    if seen is not None and seen != sum(one.came for one in places):
        raise refused("not_now", "这几处刚刚有人登记过，请看一看现在的数，再决定要不要记")
    if full := [
        one.called for one in places if not one.lacking and (copies is None or one.spot.form is not Form.PAPER)
    ]:
        raise refused("not_now", f"{full[0]}已经收齐，不用再记；多收的请写明份数", "copies")
    day = counting_day(arrived_on, postmark, way, by_postmark=round.paper_day == PaperDay.POSTMARK.value)
    common = {"way": way.value, "arrived_on": arrived_on, "postmark": postmark, "day": day, "note": note.strip()}
    made = [
        Arrival(
            **_owner(round, one), **common, copies=_many(one, copies), at=at, person=hat.person, who=hat.person.name
        )
        for one in places
    ]
    Arrival.objects.bulk_create(made)
    recount(round, [(one.spot, one.wanted) for one in places])
    told = {"way": WAY_TITLES[way], "arrived_on": _iso(arrived_on), "postmark": _iso(postmark), "note": note.strip()}
    _journal(round, "papers_came", zip(places, made, strict=True), told, hat, at)
    return made


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _owner(round: Round, place: _Place) -> dict[str, Any]:
    """Where it belongs; what counts of it is reckoned afterwards, with everything that came there."""
    row = place.application
    return {
        "round": round,
        "recommender_id": row.recommender_id if row else place.spot.recommender,
        "application": row,
        "deliverable": place.item.id,
        "kind": place.spot.form.value,
        "counted": 0,
    }


def _many(place: _Place, copies: int | None) -> int:
    if place.spot.form is Form.ELECTRONIC:
        return 1
    return place.lacking if copies is None else copies


def _places(round: Round, spots: Sequence[Spot]) -> list[_Place]:
    """The spots with what they belong to. Raises Refused for one that is none of this round's, or not asked for."""
    plan = queries.plan_of(round)
    items, rows, bodies = (
        {one.id: one for one in plan.items},
        queries.owners(round, spots),
        queries.bodies(round, spots),
    )
    came, found = queries.copies_of(round, spots), []
    for spot in spots:
        item, row, body = items.get(spot.item), rows.get(spot.application or 0), bodies.get(spot.recommender or 0)
        if item is None or (body if item.shared else row) is None:
            raise refused("not_in_list", "选的材料里有的已经不在这张表上，请回到表上重新选")
        if not item.wanted(spot.form):
            raise refused("not_now", f"{item.short}{FORM_TITLES[spot.form]}不用另外交")
        found.append(_Place(spot, item, None if item.shared else row, body if item.shared else None, came.get(spot, 0)))
    if not found:
        raise refused("missing", "还没有选，请先在表上勾出收到了哪几样")
    return found


def recount(round: Round, wanted: Iterable[tuple[Spot, int]]) -> None:
    """How many of what came counts towards what is wanted, earliest day first."""
    changed, need = [], dict(wanted)
    rows: dict[Spot, list[Arrival]] = {spot: [] for spot in need}
    for one in queries.unstruck(round, list(need)).order_by("day", "pk"):
        if (spot := queries.spot_of(one)) in rows:
            rows[spot].append(one)
    for spot, found in rows.items():
        for row, many in zip(found, allotted(need[spot], [row.copies for row in found]), strict=True):
            if row.counted != many:
                row.counted = many
                changed.append(row)
    Arrival.objects.bulk_update(changed, ["counted"])


@transaction.atomic
def strike(*, arrival: Arrival, why: str, hat: Hat, at: datetime) -> Arrival:
    """It was written down by mistake: it stays to be read and counts no more. Raises Refused without a reason."""
    round = arrival.round
    must_wear(hat, Role.CITY, organisation=top_of(round.federation).pk, at=at)
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if not why.strip():
        raise refused("missing", "请写明为什么作废，例如：记错了工作室", "why")
    if wrong := note_problems(why, "why"):
        raise Refused(wrong)
    mine = Arrival.objects.filter(pk=arrival.pk, struck_at__isnull=True)
    if not mine.update(struck_at=at, struck_by=hat.person.name, struck_why=why.strip(), counted=0):
        raise refused("not_now", "这一条已经作废了")
    spot, item = (
        queries.spot_of(arrival),
        next((one for one in queries.plan_of(round).items if one.id == arrival.deliverable), None),
    )
    if item is not None:
        recount(round, [(spot, item.wanted(spot.form))])
        place = _Place(spot, item, arrival.application, None if arrival.application else arrival.recommender, 0)
        _journal(round, "papers_struck", [(place, arrival)], {"why": why.strip()}, hat, at)
    return queries.arrivals().get(pk=arrival.pk)


def _journal(
    round: Round,
    deed: str,
    came: Iterable[tuple[_Place, Arrival]],
    said: Mapping[str, Any],
    hat: Hat,
    at: datetime,
) -> None:
    """One entry for each application, and for each recommender whose own papers came."""
    things: dict[Subject, list[str]] = {}
    for place, row in came:
        things.setdefault(_subject(round, place), []).append(
            f"{place.item.short}{FORM_TITLES[place.spot.form]} {row.copies} 份"
        )
    deeds = [journal.Deed(f"{one.kind}.{deed}", one, {"papers": told, **said}) for one, told in things.items()]
    journal.record_all(federation=round.federation_id, actor=actor_of(hat.person), hat=str(hat), at=at, deeds=deeds)


def _subject(round: Round, place: _Place) -> Subject:
    if place.application is not None:
        return of_application(place.application)
    body = place.recommender
    if body is None:
        raise LookupError("what came belongs to an application or to a recommender")
    return Subject("recommender", str(body.pk), f"{body.organisation.name}·{round.name}"[:200])
