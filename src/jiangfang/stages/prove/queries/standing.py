"""How far an application is proved, from what it keeps for lists or from its pieces; and every place with its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from jiangfang.core.definition.programme import Programme
from jiangfang.core.evidence import Indicator, Proof
from jiangfang.core.proving import Proving, bound_paper, confirmed, in_short, proving
from jiangfang.stages.apply import progress
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application, Change
from jiangfang.stages.prove.models import Excuse, Piece

EVIDENCE = "evidence"
"""The id of the annex: of its part in a return, in what is kept for lists, in a change."""
APPLICATION, STUDIO = "application", "studio"
"""What the trays are called in which its files lie."""
_KEPT = ("indicator", "proof", "file", "file__name", "place", "stamped", "reckoned_by")


def asked(programme: Programme) -> bool:
    """Whether a programme has an outline, or papers that units bring of their own."""
    return bool(programme.outline) or bool(proving(programme, {}, {}, {}).brought)


def tray_of(application: Application) -> str:
    """The tray of an application."""
    return f"{APPLICATION}-{application.pk}"


def pieces_of(application: Application) -> QuerySet[Piece]:
    """The pieces in their order: papers of its own first, then as the outline has them only in Python."""
    return Piece.objects.filter(application=application).order_by("indicator", "proof", "place", "pk")


def standing(application: Application, *, live: bool) -> Proving:
    """How far it is proved, without asking the database. live: as it is now, else as it was when it was handed in."""
    kept = applications.kept_beside(application, EVIDENCE)
    return of_kept(applications.programme_of(application).programme, kept if live else kept.get("filed", {}))


def in_list(application: Application, programme: Programme) -> tuple[str, str]:
    """The same for a list of what was handed in: a word and its mark; "" where nothing is asked."""
    if not programme.outline:
        return "", "idle"
    kept = applications.kept_beside(application, EVIDENCE).get("filed", {})
    return in_short(of_kept(programme, kept))


def enclosed(application: Application) -> set[str]:
    """The ids of what has to arrive and came with the last handing in: papers of its own, the bound material."""
    kept = applications.kept_beside(application, EVIDENCE).get("filed", {})
    bound = bound_paper(applications.programme_of(application).programme)
    return {*kept.get("brought", {}), *([bound.id] if bound and kept.get("held") else [])}


def of_kept(programme: Programme, kept: Mapping[str, Any]) -> Proving:
    """The same from what is kept."""
    return proving(programme, kept.get("held", {}), kept.get("excused", {}), kept.get("brought", {}))


Place = Mapping[str, Any]
"""A piece as it stands in a change: name, place, stamped, by; or an excuse: reason."""


def state(application: Application) -> dict[str, Place]:
    """Every piece and every excuse, by where it is: ``tasks/list/12``, ``alliance``."""
    found = _pieces(application)
    for indicator, reason in Excuse.objects.filter(application=application).values_list("indicator", "reason"):
        found[indicator] = {"reason": reason}
    return found


def _pieces(application: Application) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for indicator, proof, file, name, place, stamped, by in pieces_of(application).values_list(*_KEPT):
        found[f"{indicator}/{proof}/{file}"] = {"name": name, "place": place, "stamped": stamped, "by": by}
    return found


def pieces_as_read(application: Application, *, live: bool) -> dict[str, Place]:
    """The pieces alone. live: as they are now, else as they were at the version that the application is read at.

    Whoever waits for what was sent back sees nothing of the mending.
    """
    found: dict[str, Place | None] = {**_pieces(application)}
    if not live and progress.fillable(application):
        later = Change.objects.filter(application=application.pk, version__gt=application.version).order_by("-version")
        for change in later:
            found |= applications.delta_of(change).get(EVIDENCE, [{}])[0]
    return {place: said for place, said in found.items() if said is not None and "reason" not in said}


def kept_of(programme: Programme, found: Mapping[str, Place]) -> dict[str, Any]:
    """What lists read of a state: counts by indicator and proof, reasons, papers of its own."""
    held: dict[str, dict[str, list[int]]] = {}
    brought: dict[str, int] = {}
    excused: dict[str, str] = {}
    for spot, said in found.items():
        indicator, _, rest = spot.partition("/")
        if not rest:
            excused[indicator] = said["reason"]
            continue
        proof = rest.partition("/")[0]
        if not indicator:
            brought[proof] = brought.get(proof, 0) + 1
            continue
        counts = held.setdefault(indicator, {}).setdefault(proof, [0, 0, 0])
        known = proof_of(programme, indicator, proof)
        sealed = known is None or confirmed(known, stamped=said["stamped"], reckoned_by=said["by"])
        counts[0], counts[1] = counts[0] + 1, counts[1] + (not sealed)
        counts[2] += not sealed and said["stamped"]
    return {"held": held, "excused": excused, "brought": brought}


def indicator_of(programme: Programme, id: str) -> Indicator | None:
    """An indicator by id, or None."""
    return next((one for one in programme.outline if one.id == id), None)


def proof_of(programme: Programme, indicator: str, id: str) -> Proof | None:
    """A proof of an indicator by id, or None; a paper of its own has no indicator."""
    if not indicator:
        papers = proving(programme, {}, {}, {}).brought
        return next((Proof(one.id, one.title) for one, _ in papers if one.id == id), None)
    found = indicator_of(programme, indicator)
    return next((one for one in found.proofs if one.id == id), None) if found else None


def called(programme: Programme, indicator: str, proof: str) -> str:
    """A place of the outline in words: 第 6 项承担任务·参与人员."""
    found, known = indicator_of(programme, indicator), proof_of(programme, indicator, proof)
    named = known.name if known else proof
    if found is None:
        return named
    return f"第 {found.number} 项{found.name}·{named}" if named else f"第 {found.number} 项{found.name}"


def parted(spot: str) -> tuple[str, str, int | None]:
    """A place of a state: indicator, proof, the number of the file; no file for an excuse."""
    indicator, _, rest = spot.partition("/")
    proof, _, file = rest.partition("/")
    return indicator, proof, int(file) if file else None


def in_words(programme: Programme, spot: str, said: Place) -> str:
    """A place of a state with what stands there."""
    indicator, _, rest = spot.partition("/")
    if not rest:
        return f"{called(programme, indicator, '')}不适用：{said['reason']}"
    return f"{called(programme, indicator, rest.partition('/')[0])}：{piece_in_words(said)}"


def piece_in_words(said: Place) -> str:
    """A piece in a line: its name, its place, its seal."""
    sealed = "，印章已盖" if said["stamped"] else ""
    who = f"，核算：{said['by']}" if said["by"] else ""
    return f"{said['name']}（第 {said['place']} 份{sealed}{who}）"
