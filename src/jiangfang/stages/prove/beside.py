"""What the room lays beside the form of every application: the supporting material, the numbers out of the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.urls import reverse

from jiangfang.core import comparing
from jiangfang.core.comparing import Piece as Run
from jiangfang.core.definition.programme import Programme
from jiangfang.core.ledger.entries import Entry
from jiangfang.core.proving import in_short, problems, says
from jiangfang.records.ledger import queries as ledger
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.annexes import Annex, Asked, Changed, Look, Note
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
    entries = numbers.entries_of(application, papers=False) if live else []
    counted = numbers.now(application, entries) if live else numbers.frozen(application, reckonings=False)
    said = tuple(problem for one in counted if (problem := one.problem) is not None)
    notes = {one.key: _note(application, one) for one in counted}
    word, kind, says_it = _in_short(counted)
    asks = partial(_asks, application, entries)
    return Look(word, kind, says=says_it, problems=said, notes=notes, asks=asks)


def _in_short(counted: Sequence[Counted]) -> tuple[str, str, str]:
    """A word, its kind, a sentence without its stop; nothing where the ledger says nothing of any number."""
    found = [one for one in counted if one.asks]
    other = [one for one in found if one.differs]
    bare = sum(not one.reason for one in other)
    if not found:
        return "", "idle", ""
    if not other:
        return "一致", "good", f"台账算得出的 {len(found)} 个数，填了的都一致"
    reasons = "都写了理由" if not bare else f"{bare} 个没有写理由"
    return f"{len(other)} 个不一样", "warn" if bare else "idle", f"{len(other)} 个数和台账不一样，{reasons}"


def _note(application: Application, one: Counted) -> Note:
    if one.found is None:
        return Note("，".join(filter(None, (f"算哪一段：{one.period}", one.yearly))))
    address = reverse("prove:number", args=[application.pk, one.key])
    says = "，".join(filter(None, (f"台账：{one.says}", one.period, one.yearly)))
    return Note(says, address, one.typed, one.fits, one.asks, one.reason, one.differs)


def _explain(application: Application, said: Mapping[str, str], hat: Hat, at: datetime) -> None:
    actions.explain(application=application, reasons=said, hat=hat, at=at)


def _reasons(programme: Programme, before: Places, after: Places, masked: bool) -> list[Changed]:
    called = {field.key: field.name for field in programme.fields}
    pairs = ((called.get(key, key), str(before[key] or ""), str(after[key] or "")) for key in before)
    return [Changed(f"{name}：和台账不一样的理由", comparing.whole(was, now)) for name, was, now in pairs]


def _asks(application: Application, entries: list[Entry]) -> Sequence[Asked]:
    """What does not go together in the ledger, or in it and the form. entries: without their papers."""
    studio = applications.studio_of(application)
    found = numbers.doubted(application, ledger.with_places(entries, studio)) if studio is not None else []
    return [Asked(one.message, place_of_doubt(application, one.where)) for one in found]


def place_of_doubt(application: Application, where: str) -> str:
    """Where a doubt can be looked at: an entry of the ledger, a box of the form."""
    studio = applications.studio_of(application)
    if where.startswith("entry-") and studio is not None:
        return reverse("ledger:entry", args=[studio.pk, int(where.removeprefix("entry-"))])
    sections = applications.programme_of(application).programme.sections
    section = next((one for one in sections if any(field.key == where for field in one.fields)), None)
    return f"{reverse('apply:section', args=[application.pk, section.id])}#field-{where}" if section else ""


NUMBERS_ANNEX = Annex(
    id=NUMBERS,
    title="数和台账",
    page="prove:numbers",
    asked=lambda programme: bool(programme.numbers),
    look=_numbers,
    changed=_reasons,
    filed=actions.freeze,
    keep=_explain,
)
