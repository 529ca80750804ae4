"""What has to arrive at the city, on paper and electronically; what came, on which day it counts, what is wanting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from jiangfang.core.definition.bodies import Deliverable
from jiangfang.core.definition.programme import Programme
from jiangfang.core.fields.base import xml_cannot_hold
from jiangfang.core.fields.date import long_day
from jiangfang.core.problems import Problem, error, warning, with_clause
from jiangfang.core.waiting import ASIDE
from jiangfang.core.workflow import BACK, Workflow

ARRIVING = ("hand_in", "apply_directly")
"""The deeds by which something comes to the city."""
EACH_STUDIO = "每个工作室"
MOST_COPIES = 99
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Stations:
    """Where in the table of steps something is. listed: before its recommender hands it in, once or again.

    waiting: at the city, not received; arrived: at the city, received or not; received: from then on.
    """

    listed: frozenset[str]
    waiting: frozenset[str]
    arrived: frozenset[str]
    received: frozenset[str]


@lru_cache(maxsize=64)
def stations(workflow: Workflow) -> Stations:
    """The stations of a table of steps."""
    arrived = _onwards(workflow, {step.to for step in workflow.steps if step.deed in ARRIVING})
    waiting = {name for step in workflow.steps if step.deed == "receive" for name in step.source}
    return Stations(
        frozenset(name for step in workflow.steps if step.deed == "hand_in" for name in step.source),
        frozenset(waiting),
        arrived,
        _onwards(workflow, {step.to for step in workflow.steps if step.deed == "receive"}) - waiting,
    )


def _onwards(workflow: Workflow, begun: Iterable[str]) -> frozenset[str]:
    """These states and what follows them, without going back or aside."""
    found, waiting = set[str](), [name for name in begun if name != BACK]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            ahead = (step for step in workflow.steps if here in step.source and step.deed not in ASIDE)
            waiting += [step.to for step in ahead if step.to != BACK]
    return frozenset(found)


class Form(StrEnum):
    """In which form something is here."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class Way(StrEnum):
    """How it came. PROGRAM: with what was handed in, no one had to bring it."""

    HAND = "hand"
    POST = "post"
    MAIL = "mail"
    PROGRAM = "program"


FORM_TITLES: Mapping[Form, str] = {Form.PAPER: "纸质", Form.ELECTRONIC: "电子版"}
WAY_TITLES: Mapping[Way, str] = {
    Way.HAND: "当面送来",
    Way.POST: "邮寄",
    Way.MAIL: "电子邮件",
    Way.PROGRAM: "随报送到达",
}
BROUGHT = (Way.HAND, Way.POST, Way.MAIL)
"""The ways in which somebody brings something, who then writes it down."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that has to arrive. shared: one for all studios of a recommender; made: the program makes it.

    What the program makes is here electronically from the handing in on. short: its title without the studio's kind.
    """

    deliverable: Deliverable
    shared: bool
    made: bool
    short: str

    @property
    def id(self) -> str:
        """Its id in the programme."""
        return self.deliverable.id

    @property
    def title(self) -> str:
        """What it is called on the papers."""
        return self.deliverable.title

    def wanted(self, form: Form) -> int:
        """How many somebody has to bring in this form; 0 where none is asked for, or the program has it."""
        if form is Form.PAPER:
            return self.deliverable.copies
        return int(self.deliverable.electronic and not self.made)

    def by(self, route: str) -> str:
        """The role that brings it on a route."""
        return self.deliverable.by_route.get(route, self.deliverable.by)


def items(programme: Programme) -> tuple[Item, ...]:
    """Everything that has to arrive, in the order of the notice."""
    found = []
    for one in programme.deliverables:
        paper = programme.paper(one.paper) if one.paper else None
        made = paper is not None and (paper.kind == "excel" or paper.fillable)
        found.append(Item(one, one.each != EACH_STUDIO, made, _short(one.title, programme.result_name)))
    return tuple(found)


def _short(title: str, kind: str) -> str:
    """A title without the words that it shares with every other: as much of their end as it begins with."""
    for start in range(len(kind) - 3):
        if title.startswith(kind[start:]) and len(title) > len(kind) - start + 1:
            return title[len(kind) - start :]
    return title


def counting_day(arrived_on: date, postmark: date | None, way: Way, *, by_postmark: bool) -> date:
    """The day that counts: the postmark where the office said so and it came by post, else that of the arrival."""
    return postmark if by_postmark and way is Way.POST and postmark is not None else arrived_on


def allotted(wanted: int, copies: Sequence[int]) -> list[int]:
    """How many of each arrival, in their order, count towards what is wanted; never more than that together."""
    found, left = [], wanted
    for many in copies:
        found.append(min(many, left))
        left -= found[-1]
    return found


def last_day(deadline: date | None, granted: Iterable[date | None]) -> date | None:
    """Until when it is in time: the deadline, or a later day that was given when something was handed back."""
    later = [day for day in granted if day is not None]
    return max([deadline, *later]) if deadline is not None else None


class Standing(StrEnum):
    """How one form of one thing stands."""

    NOT_ASKED = "not_asked"
    HERE = "here"
    LATE = "late"
    PART = "part"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Cell:
    """How one form of one thing stands. came: all copies; here_on: the day on which the last wanted one was here.

    made: the program has it. last: until when it is in time; overdue: it is wanting and that day is over.
    """

    wanted: int
    came: int = 0
    here_on: date | None = None
    last: date | None = None
    overdue: bool = False
    made: bool = False

    @property
    def standing(self) -> Standing:
        """In one word."""
        if not self.wanted and not self.came and not self.made:
            return Standing.NOT_ASKED
        if self.came < self.wanted:
            return Standing.PART if self.came else Standing.MISSING
        late = self.last is not None and self.here_on is not None and self.here_on > self.last
        return Standing.LATE if late else Standing.HERE

    @property
    def lacking(self) -> int:
        """How many are wanting."""
        return max(self.wanted - self.came, 0)


def cell(
    wanted: int,
    came: Iterable[tuple[date, int]],
    last: date | None,
    today: date,
    *,
    made: bool = False,
    made_on: date | None = None,
) -> Cell:
    """How it stands, from what came: (day that counts, copies). made: the program has it, since made_on."""
    found, many, here_on = sorted(came), 0, made_on
    for day, copies in found:
        if wanted and many < wanted <= many + copies:
            here_on = day
        many += copies
    overdue = many < wanted and last is not None and today > last
    return Cell(wanted, many, here_on if many >= wanted else None, last, overdue, made)


@dataclass(frozen=True, slots=True)
class Spot:
    """One form of one thing of one application, or of what a recommender brings once for all."""

    application: int | None
    recommender: int | None
    item: str
    form: Form

    @property
    def code(self) -> str:
        """As it stands in a form."""
        owner = f"r{self.recommender}" if self.application is None else f"a{self.application}"
        return f"{owner}.{self.item}.{self.form.value}"


_SPOT = re.compile(r"([ar])(\d{1,15})\.([\w-]{1,40})\.(paper|electronic)", re.ASCII)


def spots(codes: Iterable[str]) -> list[Spot]:
    """What codes name, each once; what names nothing is left out."""
    found = {}
    for code in codes:
        if parts := _SPOT.fullmatch(code):
            owner, number, item, form = parts[1], int(parts[2]), parts[3], Form(parts[4])
            application, recommender = (number, None) if owner == "a" else (None, number)
            found[code] = Spot(application, recommender, item, form)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is wanting, once or for several studios together."""

    item: Item
    form: Form
    count: int

    @property
    def says(self) -> str:
        """In words, without what it is and without the clause."""
        return f"{FORM_TITLES[self.form]} {self.count} 份"

    def problem(self, *, overdue: bool) -> Problem:
        """The same as a sentence with its clause; it stops once its day is over."""
        make, clause = error if overdue else warning, self.item.deliverable.clause
        return make("missing", "", with_clause(f"还差{self.item.short}{self.says}", clause), clause)


def lacks(found: Iterable[Item], studios: int, came: Mapping[tuple[str, Form], int], *, alone: bool) -> list[Lack]:
    """What is wanting for so many studios together. came: what counts of what came, by thing and form.

    alone: no recommender stands above them, so nothing is asked once for all.
    """
    made = []
    for item in found:
        times = (0 if alone or not studios else 1) if item.shared else studios
        for form in Form:
            short = item.wanted(form) * times - came.get((item.id, form), 0)
            if short > 0:
                made.append(Lack(item, form, short))
    return made


def lines(found: Iterable[Lack]) -> list[str]:
    """What is wanting in words, a line for each thing."""
    said: dict[str, list[str]] = {}
    for one in found:
        said.setdefault(one.item.short, []).append(one.says)
    return [f"{name}{'、'.join(many)}" for name, many in said.items()]


def tick_problems(
    copies: int | None, arrived_on: date, postmark: date | None, way: Way, note: str, today: date, *, papers: bool
) -> list[Problem]:
    """What is wrong with what is said of an arrival. copies: None for what is wanting; papers: some of it is paper."""
    found = []
    if copies is not None and not 1 <= copies <= MOST_COPIES:
        found.append(error("out_of_range", "copies", f"份数写 1 到 {MOST_COPIES}"))
    if arrived_on > today:
        found.append(error("bad_date", "arrived_on", f"收到的日子 {long_day(arrived_on)} 还没有到"))
    if papers and way is Way.MAIL:
        found.append(error("not_allowed", "way", "纸质材料不会由电子邮件送来，请选当面送来或邮寄"))
    if postmark is not None and way is not Way.POST:
        found.append(error("not_allowed", "postmark", "只有邮寄的才有邮戳日"))
    if postmark is not None and postmark > arrived_on:
        found.append(error("bad_date", "postmark", "邮戳的日子不会晚于收到的日子"))
    return [*found, *note_problems(note, "note")]


def note_problems(note: str, where: str) -> list[Problem]:
    """What is wrong with a note."""
    if len(note) > LONGEST_NOTE:
        return [error("too_long", where, f"说明有 {len(note)} 个字，最多 {LONGEST_NOTE} 个")]
    if xml_cannot_hold(note):
        return [error("bad_character", where, "说明里有看不见、也印不出的字符（多半是从别处粘贴带来的），请删去")]
    return []
