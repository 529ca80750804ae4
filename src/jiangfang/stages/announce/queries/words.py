"""The words of a clause: the notice's own where the office attached it, else the programme's restatement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiangfang.stages.announce.models import NoticeFile, Round
from jiangfang.stages.announce.queries.rounds import opened

# Some years of some cities; a notice has a few kilobytes.
_KEPT = 64
_texts: dict[str, Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Words:
    """What every clause of a notice says. own: from the attached file, by number; restated: by the programme."""

    own: Mapping[str, str]
    restated: Mapping[str, str]

    def of(self, number: str) -> tuple[str, bool]:
        """The text of a clause, and whether it is the notice's own; "" for a number that nobody knows."""
        text = self.own.get(number, "")
        return (text, True) if text else (self.restated.get(number, ""), False)


def words(round: Round) -> Words:
    """The words of a round's notice: one small query; a page asks once and looks up as often as it likes."""
    restated = {clause.number: clause.says for clause in opened(round).programme.clauses}
    return Words(_own(round), restated)


def clause_text(round: Round, number: str) -> tuple[str, bool]:
    """The text of one clause, and whether it is the notice's own (else it is to be marked 转述)."""
    return words(round).of(number)


def _own(round: Round) -> Mapping[str, str]:
    found = NoticeFile.objects.filter(round=round)
    sha256 = found.values_list("sha256", flat=True).first()
    if sha256 is None:
        return {}
    if sha256 not in _texts:
        texts = found.filter(sha256=sha256).values_list("clauses", flat=True).first()
        if texts is None:  # replaced a moment ago
            return {}
        while len(_texts) >= _KEPT:
            _texts.pop(next(iter(_texts)), None)
        _texts[sha256] = texts
    return _texts[sha256]
