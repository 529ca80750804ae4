"""The material of an application as a volume: what stands on its cover, a chapter for each indicator, its proofs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from django.utils.timezone import localdate

from jiangfang.core.definition.bodies import Deliverable
from jiangfang.core.evidence import Coverage
from jiangfang.core.proving import Line
from jiangfang.documents.pdf.bundle import Bundle, Chapter, Part, Wanted, plain
from jiangfang.documents.pdf.fonts import Fonts
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.queries.bound import Bundled, Bundling, called, said_of, seal_of, standing_of

VERSION = 1
TITLE = "支撑材料"
_OWN, _REST = "另交的材料", "其他材料"


def volume_of(found: Bundling, parts: Mapping[int, Part]) -> Bundle:
    """The volume. parts: the pages of each piece, or why it has none, by its number."""
    application = found.application
    lines = [_chapter(found, line, parts) for line in found.proving.lines]
    own = [_paper(found, one, parts) for one, _ in found.proving.brought]
    known = {piece.serial for chapter in _known(found) for piece in chapter}
    rest = [piece for piece in found.pieces if piece.serial not in known]
    more = [Chapter("", _REST, _REST, parts=tuple(parts[one.serial] for one in rest))] if rest else []
    return Bundle(
        title=TITLE,
        programme=applications.programme_of(application).programme.title,
        name=called(application),
        author=application.unit.name,
        foot=f"{application.number or '还没有编号'}　{called(application)}",
        lines=_cover(application),
        chapters=(*lines, *own, *more),
        notes=() if application.submitted_at else ("草稿：还没有提交",),
    )


def _cover(application: Application) -> tuple[tuple[str, str], ...]:
    filed = application.submitted_at
    through = application.recommender.organisation.name if application.recommender else application.round.direct_line
    said = (
        ("申报编号", application.number or "还没有编号"),
        ("申报单位", application.unit.name),
        ("推荐单位", through),
        ("提交日期", f"{localdate(filed):%Y-%m-%d}" if filed else ""),
    )
    return tuple((label, text) for label, text in said if text)


def _known(found: Bundling) -> list[tuple[Bundled, ...]]:
    """The pieces that have a place of their own."""
    spots = [(line.indicator.id, one.proof.id) for line in found.proving.lines for one in line.proofs]
    return [found.at(*spot) for spot in [*spots, *(("", one.id) for one, _ in found.proving.brought)]]


def _chapter(found: Bundling, line: Line, parts: Mapping[int, Part]) -> Chapter:
    """An indicator."""
    indicator = line.indicator
    pieces: list[Bundled] = []
    wanted = []
    for one in line.proofs:
        mine = found.at(indicator.id, one.proof.id)
        spots = tuple(range(len(pieces), len(pieces) + len(mine)))
        wanted.append(Wanted(one.proof.name, seal_of(one.proof, mine), spots, said_of(one)))
        pieces += mine
    facts = (("提纲要求", indicator.asks), ("时间", indicator.period), ("出处", indicator.clause))
    return Chapter(
        number=str(indicator.number),
        name=indicator.name,
        group=indicator.group,
        facts=tuple((label, text) for label, text in facts if text),
        wanted=tuple(wanted),
        standing=standing_of(line),
        good=line.done or line.coverage is Coverage.OPTIONAL,
        parts=tuple(parts[one.serial] for one in pieces),
    )


def _paper(found: Bundling, paper: Deliverable, parts: Mapping[int, Part]) -> Chapter:
    """A paper of its own beside the outline."""
    mine = found.at("", paper.id)
    return Chapter(
        number="",
        name=paper.title,
        group=_OWN,
        facts=(("出处", paper.clause),) if paper.clause else (),
        standing="已交" if mine else "还没有交",
        good=bool(mine),
        parts=tuple(parts[one.serial] for one in mine),
    )


def mark_of(volume: Bundle, fonts: Fonts) -> str:
    """Equal for equal volumes, and for no other."""
    keys = [[part.source.key, part.source.turned] if part.source else None for part in volume.parts]
    chains = {face: list(chain) for face, chain in fonts.chains.items()}
    said = json.dumps([VERSION, plain(volume), volume.author, keys, chains], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
