"""What the room lays beside the form of every application: the supporting material, the numbers out of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from jiangfang.core import comparing
from jiangfang.core.comparing import Piece as Run
from jiangfang.core.definition.programme import Programme
from jiangfang.core.proving import in_short, problems, says
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply.annexes import Annex, Changed, Look, Note
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import actions
from jiangfang.stages.prove.queries import numbers, standing
from jiangfang.stages.prove.queries.numbers import NUMBERS, Counted
from jiangfang.stages.prove.queries.standing import EVIDENCE

Places = Mapping[str, Mapping[str, Any] | None]


def _look(application: Application, today: date, live: bool) -> Look:
    """From what the application keeps for lists: nothing is asked of the database."""
    found = standing.standing(application, live=live)
    word, kind = in_short(found)
    return Look(word, kind, found.lacks, says(found), tuple(problems(found, EVIDENCE)))


def _changed(programme: Programme, before: Places, after: Places, masked: bool) -> list[Changed]:
    """A line for each proof of which something changed, in the order of the outline."""
    lines: dict[tuple[str, str], list[Run]] = {}
    for spot in sorted(before, key=lambda spot: _place(before[spot] or after[spot])):
        indicator, _, rest = spot.partition("/")
        runs = comparing.whole(_said(before[spot], masked), _said(after[spot], masked))
        lines.setdefault((indicator, rest.partition("/")[0]), []).extend(runs)
    ranks = _ranks(programme)
    found = sorted(lines, key=lambda one: ranks.get(one, (len(ranks), 0)))
    return [Changed(standing.called(programme, *one), tuple(lines[one])) for one in found]


def _place(said: Mapping[str, Any] | None) -> int:
    return int((said or {}).get("place", 0))


def _ranks(programme: Programme) -> dict[tuple[str, str], tuple[int, int]]:
    ranks = {}
    for place, indicator in enumerate(programme.outline):
        ranks[indicator.id, ""] = (place, -1)
        ranks |= {(indicator.id, proof.id): (place, rank) for rank, proof in enumerate(indicator.proofs)}
    return ranks


def _said(one: Mapping[str, Any] | None, masked: bool) -> str:
    """A piece or an excuse. masked: a file's name may name a person."""
    if one is None:
        return ""
    if "reason" in one:
        return f"不适用：{one['reason']}"
    return standing.piece_in_words({**one, "name": "一份文件", "by": ""} if masked else one)


EVIDENCE_ANNEX = Annex(
    id=EVIDENCE,
    title="支撑材料",
    page="prove:evidence",
    asked=standing.asked,
    look=_look,
    changed=_changed,
    filed=actions.keep_filed,
    returnable=True,
)


def _numbers(application: Application, today: date, live: bool) -> Look:
    """What the ledger says of each number, beside its box."""
    counted = numbers.now(application) if live else numbers.frozen(application, reckonings=False)
    said = tuple(problem for one in counted if (problem := one.problem) is not None)
    return Look(problems=said, notes={one.key: _note(application, one) for one in counted})


def _note(application: Application, one: Counted) -> Note:
    if one.found is None:
        return Note(f"算{one.period}")
    address = reverse("prove:number", args=[application.pk, one.key])
    return Note(f"台账：{one.says}，{one.period}", address, one.typed, one.fits, one.asks, one.reason)


def _explain(application: Application, said: Mapping[str, str], hat: Hat, at: datetime) -> None:
    actions.explain(application=application, reasons=said, hat=hat, at=at)


def _reasons(programme: Programme, before: Places, after: Places, masked: bool) -> list[Changed]:
    called = {field.key: field.name for field in programme.fields}
    pairs = ((called.get(key, key), str(before[key] or ""), str(after[key] or "")) for key in before)
    return [Changed(f"{name}：和台账不一样的理由", comparing.whole(was, now)) for name, was, now in pairs]


NUMBERS_ANNEX = Annex(
    id=NUMBERS,
    title="和台账不一样的数",
    page="prove:numbers",
    asked=lambda programme: bool(programme.numbers),
    look=_numbers,
    changed=_reasons,
    filed=actions.freeze,
    keep=_explain,
)
