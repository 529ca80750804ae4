"""What later stages lay beside the form: supporting material, numbers out of the ledger. Each registers itself here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from jiangfang.core.comparing import Pieces
from jiangfang.core.definition.programme import Programme
from jiangfang.core.entry import Typed
from jiangfang.core.problems import Problem
from jiangfang.records.people.models import Hat
from jiangfang.stages.apply.models import Application, Filing


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a question. address: the page that explains it; typed: what its button lays into the box.

    fits: the answer is the same. asks: another answer wants a reason; reason: the one that was given; differs: there is
    another answer.
    """

    text: str
    address: str = ""
    typed: Typed | None = None
    fits: bool = True
    asks: bool = False
    reason: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about what stands beside the form. address: where it can be looked at."""

    message: str
    address: str = ""


def _nothing() -> Sequence[Asked]:
    """Nothing beside the form has to be looked at."""
    return ()


@dataclass(frozen=True, slots=True)
class Look:
    """One annex of one application as it stands. word, kind, lacks: for the side list, "" where it is not in it.

    says: the same in a line for whoever reads; problems: at places that begin with the annex's id or a field's key.
    asks: questions that are said before the form is handed in, and stop nothing; looked for only when they are wanted.
    """

    word: str = ""
    kind: str = "idle"
    lacks: int = 0
    says: str = ""
    problems: tuple[Problem, ...] = ()
    notes: Mapping[str, Note] = field(default_factory=dict)
    asks: Callable[[], Sequence[Asked]] = _nothing


@dataclass(frozen=True, slots=True)
class Changed:
    """One line of what changed between two versions."""

    label: str
    pieces: Pieces


def _no_keep(application: Application, said: Mapping[str, str], hat: Hat, at: datetime) -> None:
    """Nothing is asked on the form itself."""


def _not_frozen(application: Application, filing: Filing, hat: Hat, at: datetime) -> None:
    """Nothing has to be kept for later readers."""


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex. id: also that of its section in a return, and of its part of a ``Change``; page: the name of its view.

    asked: whether a programme has it; look: how it stands (live: as it is now, else as it was handed in last);
    filed: called inside the submission, before the journal; keep: what was typed beside the questions, by field key;
    changed: in words what became of what a ``Change`` says before and after (masked: without what may be personal).
    returnable: it can be sent back.
    """

    id: str
    title: str
    page: str
    asked: Callable[[Programme], bool]
    look: Callable[[Application, date, bool], Look]
    changed: Callable[[Programme, Mapping[str, Any], Mapping[str, Any], bool], Sequence[Changed]]
    filed: Callable[[Application, Filing, Hat, datetime], None] = _not_frozen
    keep: Callable[[Application, Mapping[str, str], Hat, datetime], None] = _no_keep
    returnable: bool = False

    def address(self, application: Application) -> str:
        """Its page."""
        return reverse(self.page, args=[application.pk])


LATER: list[Annex] = []
"""What later stages add, in the order in which they registered it."""


def of(programme: Programme) -> list[Annex]:
    """The annexes that a programme has."""
    return [annex for annex in LATER if annex.asked(programme)]


def returnable(programme: Programme) -> list[Annex]:
    """Those that can be sent back."""
    return [annex for annex in of(programme) if annex.returnable]


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything that the annexes of an application say."""

    looks: tuple[tuple[Annex, Look], ...] = ()

    @property
    def problems(self) -> list[Problem]:
        """What is to be said of them, in their order."""
        return [problem for _, look in self.looks for problem in look.problems]

    @property
    def notes(self) -> dict[str, Note]:
        """What stands beside the questions, by field key."""
        return {key: note for _, look in self.looks for key, note in look.notes.items()}

    def asked(self) -> list[Asked]:
        """What they ask before the form is handed in."""
        return [one for _, look in self.looks for one in look.asks()]

    @property
    def listed(self) -> list[tuple[Annex, Look]]:
        """Those that stand in the side list."""
        return [(annex, look) for annex, look in self.looks if look.word]


def beside(application: Application, programme: Programme, today: date, *, live: bool) -> Beside:
    """What the annexes of an application say. live: as it is now, else as it was when it was handed in last."""
    return Beside(tuple((annex, annex.look(application, today, live)) for annex in of(programme)))


def place_of(application: Application, annexes: Iterable[Annex], where: str) -> str:
    """The address of a place that begins with the id of an annex; "" for any other."""
    root, _, rest = where.partition(".")
    address = next((annex.address(application) for annex in annexes if annex.id == root), "")
    return f"{address}#{rest}" if address and rest else address
