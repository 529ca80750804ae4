"""How far a form is: its sections, what is missing in each, and what the one next step is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jiangfang.core import states, waiting
from jiangfang.core.definition.bodies import Section
from jiangfang.core.definition.programme import Programme
from jiangfang.core.entry import Typed
from jiangfang.core.fields import Field
from jiangfang.core.fields.base import Need
from jiangfang.core.opinions import chain
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem, Severity, root_key
from jiangfang.core.receiving import stations
from jiangfang.core.states import Shown
from jiangfang.core.workflow import Step, Workflow
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Round
from jiangfang.stages.apply import annexes, queries
from jiangfang.stages.apply.annexes import Annex, Beside, Look
from jiangfang.stages.apply.models import Application, Opinion, Return


@dataclass(frozen=True, slots=True)
class Part:
    """A section as the side list shows it. address: of an annex, "" for a section of the form."""

    id: str
    title: str
    word: str
    kind: str
    lacks: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A part that can be sent back."""

    id: str
    title: str


def fields_of(section: Section) -> list[Field]:
    """What the unit fills in there."""
    return [field for field in section.fields if field.by == "unit"]


def sections(programme: Programme) -> list[Section]:
    """The sections in which the unit has something to fill in."""
    return [section for section in programme.sections if fields_of(section)]


def workflow_of(round: Round) -> Workflow:
    """The table of steps of a round."""
    return rounds.opened(round).programme.workflow


def returnable(programme: Programme) -> list[Named]:
    """What can be sent back: the sections of the form, and the annexes that the programme has."""
    form = [Named(one.id, one.title) for one in sections(programme)]
    return [*form, *(Named(one.id, one.title) for one in annexes.returnable(programme))]


def beside(application: Application, today: date, *, live: bool | None = None) -> Beside:
    """What lies beside the form. live: as it is now, by default as long as the unit may write."""
    programme = queries.programme_of(application).programme
    return annexes.beside(application, programme, today, live=fillable(application) if live is None else live)


def found(
    application: Application, today: date, aside: Beside, last: Mapping[str, Opinion] | None = None
) -> list[Problem]:
    """Everything that its unit has to look at: the form, what was brought from earlier, the annexes.

    last: the last opinion of each role, where a page asked for them already.
    """
    return [*queries.problems(application, today, last), *queries.unlooked(application), *aside.problems]


def parts(
    application: Application,
    typed: Mapping[str, Typed],
    problems: Iterable[Problem],
    returned: Return | None,
    aside: Beside,
) -> list[Part]:
    """The side list: 齐, 差 n, 退回, 未填; the annexes behind the sections. problems: of the form and its annexes."""
    programme = queries.programme_of(application).programme
    lacking: dict[str, int] = {}
    for problem in problems:
        if problem.severity is not Severity.NOTE:
            lacking[root_key(problem.where)] = lacking.get(root_key(problem.where), 0) + 1
    back = set(returned.sections) if returned else set()
    made = [_part(section, typed, lacking, section.id in back) for section in sections(programme)]
    return [*made, *(_annexed(application, annex, look, annex.id in back) for annex, look in aside.listed)]


def _part(section: Section, typed: Mapping[str, Typed], lacking: Mapping[str, int], back: bool) -> Part:
    fields = fields_of(section)
    lacks = sum(lacking.get(field.key, 0) for field in fields)
    word, kind = ("齐", "good") if not lacks else (f"差 {lacks}", "warn")
    if not any(typed.get(field.key) for field in fields):
        word, kind = ("未填" if lacks or any(field.need is not Need.MAY for field in fields) else "可不填", "idle")
    if back:
        word, kind = (f"退回，差 {lacks}" if lacks else "退回", "stop")
    return Part(section.id, section.title, word, kind, lacks)


def _annexed(application: Application, annex: Annex, look: Look, back: bool) -> Part:
    word, kind = (f"退回，{look.word}", "stop") if back else (look.word, look.kind)
    return Part(annex.id, annex.title, word, kind, look.lacks, annex.address(application))


def offered(application: Application, role: Role) -> dict[str, Step]:
    """The deeds that a role may do where it stands, by name."""
    workflow = queries.programme_of(application).programme.workflow
    return {step.deed: step for step in workflow.open_to(queries.position(application), role.value, application.route)}


def shown(application: Application) -> Shown:
    """What its state is called, and its mark."""
    return states.shown(queries.programme_of(application).programme.workflow, application.state, application.route)


def private(application: Application) -> bool:
    """Whether it was not handed in."""
    return queries.programme_of(application).programme.workflow.private(queries.position(application))


def arrived(application: Application) -> bool:
    """Whether it is at the city, or was there and was sent back to come again."""
    there = stations(queries.programme_of(application).programme.workflow).arrived
    return application.state in there or application.sent_from in there


def fillable(application: Application) -> bool:
    """Whether its unit may write."""
    workflow = queries.programme_of(application).programme.workflow
    return workflow.fillable(queries.position(application), application.route)


def waits_for_union(application: Application, opinion: Opinion | None) -> bool:
    """Whether the union of the unit has to give its opinion now, or again. opinion: its last one."""
    if private(application) or fillable(application):
        return False
    if "endorse" in offered(application, Role.UNIT_UNION):
        return True
    programme = queries.programme_of(application).programme
    ended = any(state.id == application.state and state.final for state in programme.workflow.states)
    asked = any(field.by == Role.UNIT_UNION.value for field in chain(programme, application.route))
    return asked and not ended and opinion is not None and opinion.version < application.material_version


def waits_for(application: Application, lines: Sequence[queries.OpinionLine]) -> str:
    """Who has which step next: whose opinion became void, else whom the table of steps names; "" for nobody."""
    void = next((line for line in lines if line.standing == "void"), None)
    if void is not None and not fillable(application):
        return f"{waiting.names_of([void.field.by])}重新签意见"
    workflow = queries.programme_of(application).programme.workflow
    here = (workflow, application.state, application.route)
    names = waiting.names_of(waiting.waits_for(*here))
    return f"{names}{waiting.turn_of(*here)}" if names else ""


def first_open(parts: Sequence[Part]) -> Part | None:
    """Where to go on: a section that was sent back, then one in which something lacks, then one not begun."""
    back = next((part for part in parts if part.kind == "stop"), None)
    return back or next((part for part in parts if part.lacks), None)
