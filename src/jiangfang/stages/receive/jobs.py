"""The files that this room makes, and what it adds to the list of applications."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jiangfang.documents.excel.table import Column, Table
from jiangfang.records.files import kinds
from jiangfang.records.files.kinds import Wish
from jiangfang.records.people.actions.authority import day_of
from jiangfang.stages.announce.models import Round
from jiangfang.stages.announce.queries import rounds_for
from jiangfang.stages.apply import sheets as applications
from jiangfang.stages.apply.actions import moving
from jiangfang.stages.receive import queries, sheets
from jiangfang.stages.receive.actions.enclosing import enclose
from jiangfang.stages.receive.queries import Wanted, WantedPapers


def wish_of(round: Round, wanted: Wanted | WantedPapers) -> dict[str, str]:
    """What an address asks of a round, as it is kept."""
    said: dict[str, Any] = asdict(wanted)
    return {"round": str(round.pk), **{name: "" if text is None else str(text) for name, text in said.items()}}


def _inbox(wish: Wish) -> Table:
    """The inbox of a round."""
    said = {name: wish.wanted[name] for name in ("status", "klass", "find", "sort")}
    found = queries.inbox(_round(wish), day_of(wish.at), Wanted(**said))
    return Table("收件", sheets.INBOX, sheets.inbox_lines(found), len(found))


def _papers(wish: Wish) -> Table:
    """The table of papers of a round."""
    said = {name: wish.wanted[name] for name in ("item", "standing", "find")}
    wanted = WantedPapers(int(wish.wanted["recommender"]) if wish.wanted["recommender"] else None, **said)
    found = queries.table(_round(wish), day_of(wish.at))
    ids = list(queries.studios(found, wanted).values_list("pk", flat=True))
    asked = sheets.things(found, wanted)
    total, rows = sheets.paper_lines(found, wanted, ids, asked)
    return Table("材料登记", sheets.paper_columns(asked), rows, total)


def _round(wish: Wish) -> Round:
    """The round, as far as it concerns the hat."""
    return rounds_for(wish.hat, day_of(wish.at)).get(pk=int(wish.wanted["round"]))


INBOX = kinds.register_list("receive.inbox", _inbox)
PAPERS = kinds.register_list("receive.papers", _papers)
applications.LATER.append(applications.More(Column("受理", 22), sheets.received_at))
moving.FOLLOWING.append(enclose)
