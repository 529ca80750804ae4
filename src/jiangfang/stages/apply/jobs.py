"""The files that this room makes, and what it tells by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.urls import reverse

from jiangfang.core.journal import Subject
from jiangfang.core.people import Role
from jiangfang.documents.excel.table import Cell, Table
from jiangfang.records.files import kinds
from jiangfang.records.files.kinds import Wish
from jiangfang.records.journal import actions as journal
from jiangfang.records.messages.actions import post
from jiangfang.records.people.actions.authority import actor_of, day_of
from jiangfang.records.people.queries import top_id
from jiangfang.records.studios import beside
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply import actions, lists, queries, retention, sheets


def _list(wish: Wish) -> Table:
    """The list of a city, an auditor, a recommender. With the phones it is a look at each that stands in it."""
    hat, today = wish.hat, day_of(wish.at)
    concerned = lists.concerned(hat, today)
    found = lists.filtered(lists.handed_in(hat, concerned), wish.wanted, lists.blind(hat, concerned))
    ids = list(found.values_list("pk", flat=True))
    shown = sheets.phones(concerned) if wish.wanted.get("personal") and hat.role == Role.CITY else []
    rows = sheets.lines(ids, concerned, shown)
    return Table("申报名单", sheets.columns(shown), _looked_at(wish, ids, rows) if shown else rows, len(ids))


def _looked_at(wish: Wish, ids: Sequence[int], rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
    """The rows, of which it is noted first who sees them."""
    journal.look_at_all(
        federation=wish.hat.organisation.federation_id,
        person=actor_of(wish.hat.person),
        subjects=[Subject("application", str(pk), "") for pk in ids],
        day=day_of(wish.at),
    )
    yield from rows


def tell_due(now: datetime) -> int:
    """Tell the office of a city once that personal values of a round fall due, for each day on which some do.

    How many rounds have some; nothing goes by itself.
    """
    count = 0
    for round in Round.objects.select_related("revision").defer("revision__plain").prefetch_related("days"):
        terms = retention.terms_of(round, retention.own_terms(round))
        over = [due for group in terms.over(day_of(now)) if (due := terms.due(group)) is not None]
        many = retention.in_part(round, terms, day_of(now), retention.DUE).count() if over else 0
        if not many:
            continue
        count += 1
        post(
            federation=round.federation_id,
            organisation=top_id(round.federation_id),
            roles=(Role.CITY,),
            key=f"retention:{round.pk}:{max(over).isoformat()}",
            subject=f"{round.name}：{many} 份申报的个人信息保存期满",
            text="不会自己删除。请看名单，确认没有命名，再删除。",
            link=reverse("apply:retention", args=[round.pk]),
            at=now,
        )
    return count


LIST = kinds.register_list("apply.list", _list)
beside.SUGGESTED.append(queries.studios_named)
beside.BEGUN.append(actions.adopt)
