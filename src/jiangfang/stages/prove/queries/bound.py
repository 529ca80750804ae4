"""What is bound of an application, in the order of the outline: every piece once at each of its places, named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiangfang.core.evidence import Coverage, Proof
from jiangfang.core.proofs import safe_name
from jiangfang.core.proving import Line, ProofLine, Proving, asks_who
from jiangfang.records.files.models import File
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.queries import standing


@dataclass(frozen=True, slots=True)
class Bundled:
    """A piece at its place. serial: counted through the whole material; name: under which it lies in the ZIP.

    title: as which it is brought; own: its own name, as it was tied. file: None where it was taken away since.
    stamped, reckoned_by: what its unit says of the seal.
    """

    serial: int
    indicator: str
    proof: str
    title: str
    own: str
    name: str
    file: File | None
    stamped: bool = False
    reckoned_by: str = ""


@dataclass(frozen=True, slots=True)
class Bundling:
    """The material of an application. by_spot: its pieces by indicator and proof."""

    application: Application
    proving: Proving
    pieces: tuple[Bundled, ...]

    def at(self, indicator: str, proof: str) -> tuple[Bundled, ...]:
        """The pieces of one proof; a paper of its own has no indicator."""
        return tuple(one for one in self.pieces if (one.indicator, one.proof) == (indicator, proof))


def called(application: Application) -> str:
    """What the studio is called by the answers as they are read; the copy for lists is that of the last handing in."""
    return str(applications.answers_of(application).get("studio_name") or application)


def bundling(application: Application, *, live: bool) -> Bundling:
    """The material. live: as it is now, else as it was handed in. Few questions, however many pieces there are."""
    found = standing.standing(application, live=live)
    rows = list(_ordered(found, standing.pieces_as_read(application, live=live)))
    files = File.objects.select_related("content").in_bulk([number for *_, number, _ in rows])
    width = max(2, len(str(len(rows))))
    pieces = tuple(
        Bundled(
            serial=serial,
            indicator=indicator,
            proof=proof,
            title=title,
            own=said["name"],
            name=zip_name(serial, width, above, title, said["name"], files.get(number)),
            file=files.get(number),
            stamped=said["stamped"],
            reckoned_by=said["by"],
        )
        for serial, (indicator, above, proof, title, number, said) in enumerate(rows, start=1)
    )
    return Bundling(application, found, pieces)


Row = tuple[str, str, str, str, int, Mapping[str, Any]]
"""Indicator, its name, proof, its name, the file, what is said of the piece."""


def _ordered(found: Proving, state: Mapping[str, Mapping[str, Any]]) -> Iterator[Row]:
    """As the outline has them, then papers of its own, then what stands where the outline has no place any more."""
    spots: dict[tuple[str, str], list[tuple[int, int, Mapping[str, Any]]]] = {}
    for place, said in state.items():
        indicator, proof, file = standing.parted(place)
        if file is not None:
            spots.setdefault((indicator, proof), []).append((said["place"], file, said))
    places = [
        (line.indicator.id, line.indicator.name, one.proof.id, one.proof.name)
        for line in found.lines
        for one in line.proofs
    ]
    places += [("", "", one.id, one.title) for one, _ in found.brought]
    known = {(indicator, proof) for indicator, _, proof, _ in places}
    places += [(indicator, "", proof, proof) for indicator, proof in sorted(spots) if (indicator, proof) not in known]
    for indicator, above, proof, title in places:
        for _, file, said in sorted(spots.get((indicator, proof), []), key=lambda one: one[:2]):
            yield indicator, above, proof, title, file, said


def zip_name(serial: int, width: int, above: str, title: str, called: str, file: File | None) -> str:
    """序号-指标-证明-名称 with the suffix of what it is: readable, without a path, no other is called so."""
    plain = "-".join(filter(None, (f"{serial:0{width}d}", above, title, called))).replace("/", "／").replace("\\", "＼")
    return safe_name(plain, file.content.kind if file else "")


def standing_of(line: Line) -> str:
    """How an indicator stands, in a sentence for its leaf."""
    if line.coverage is Coverage.NOT_APPLICABLE:
        return f"不适用。单位说明：{line.reason}"
    said = [line.word if line.coverage is not Coverage.OPTIONAL else "可不交，没有附材料"]
    if line.wanting and line.coverage in (Coverage.PARTLY, Coverage.MISSING):
        said.append(f"还缺：{'、'.join(one.name for one in line.wanting)}")
    said += [f"“{one.proof.name}”有 {one.lacks}" for one in line.unsealed]
    return "；".join(said)


def said_of(line: ProofLine) -> str:
    """What is said of a proof beside its name."""
    if not line.many:
        return ""
    return "，".join(filter(None, (f"{line.many} 份", line.lacks)))


def seal_of(proof: Proof, pieces: Sequence[Bundled]) -> str:
    """The seal that a proof needs, and what the unit said of it: confirmed by how many, who reckoned."""
    many, sealed = len(pieces), sum(one.stamped for one in pieces)
    if not proof.stamp or not many:
        return proof.stamp
    said = ["单位确认已盖" if sealed == many else f"{many} 份中 {sealed} 份确认已盖" if sealed else "没有确认"]
    names = "、".join(dict.fromkeys(one.reckoned_by for one in pieces if one.reckoned_by))
    if asks_who(proof):
        said.append(f"核算：{names or '没有写'}")
    return f"{proof.stamp}（{'，'.join(said)}）"


def folders(found: Sequence[Application]) -> list[str]:
    """A folder for each application of a round: recommender, then number and studio; no two are called the same."""
    made: list[str] = []
    taken: set[str] = set()
    for one in found:
        above = one.recommender.organisation.name if one.recommender else one.round.direct_line or "直接申报"
        below = f"{one.number or one.pk}-{called(one)}"
        path = "/".join(_folder(name) for name in (above, below))
        if path.casefold() in taken:
            path = f"{path}-{one.pk}"
        taken.add(path.casefold())
        made.append(path)
    return made


def _folder(said: str) -> str:
    plain = said.replace("/", "／").replace("\\", "＼").replace(".", "．")
    return safe_name(plain)[:60].strip()
