"""Who stands in a notice: issuers, addressees, contacts, the leading group; what it rests on and hands out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from jiangfang.core.fields import Field, Origin
from jiangfang.core.workflow import unknown_roles


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues. also_called: its names elsewhere on the papers (市科技局, 廊坊市科学技术局)."""

    name: str
    clause: str
    also_called: tuple[str, ...] = ()
    on_form: bool = False
    on_plaque: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """A body the notice is sent to. reads_only: it is told and does nothing in the programme."""

    name: str
    clause: str
    reads_only: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """A document the notice rests on. held: its text is at hand; nothing claims to come from one that is not."""

    title: str
    clause: str
    number: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """People at one telephone. phone as printed."""

    names: tuple[str, ...]
    phone: str
    clause: str


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where electronic copies go."""

    address: str
    clause: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the leading group, in the notice's order. held_by: the office its holder has, no person's name."""

    post: str
    held_by: str


@dataclass(frozen=True, slots=True)
class Office:
    """The office of the leading group."""

    at: str
    head: str
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeadingGroup:
    """领导小组: posts in order, and its office with its duties."""

    name: str
    clause: str
    posts: tuple[Post, ...]
    office: Office | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of one body or thing on the same papers."""

    name: str
    means: str
    clause: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice as a paper. number: 文号, "" when it bears none. department: who runs the programme."""

    title: str
    clause: str
    issued_on: date
    department: str
    issuers: tuple[Issuer, ...]
    addressees: tuple[Addressee, ...]
    contacts: tuple[Contact, ...]
    number: str = ""
    basis: tuple[Basis, ...] = ()
    mailboxes: tuple[Mailbox, ...] = ()
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """How an application travels. starts: who applies; steps: roles in order; quota_of: the class whose quota counts.

    first_opinion: whose opinion comes first where no recommender stands between.
    """

    id: str
    title: str
    applicants: str
    steps: tuple[str, ...]
    quota_of: str = ""
    clause: str = ""
    origin: Origin = Origin.NOTICE
    why: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is inconsistent in this definition: (place below it, sentence)."""
        yield from unknown_roles("steps", self.steps)


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What has to arrive. by: the role that hands it in; copies: on paper, 0 for none; paper: the id of its paper.

    by_route: another role on some routes (a direct applicant hands in itself), by route id.
    """

    id: str
    title: str
    by: str
    copies: int
    clause: str
    stamped: bool = False
    electronic: bool = True
    paper: str = ""
    by_route: Mapping[str, str] = field(default_factory=dict)
    each: str = "每个工作室"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What the round ends in. verb: 认定挂牌, 遴选发布; decided_by; how: the notice's way of choosing, restated."""

    verb: str
    says: str
    decided_by: str
    clause: str
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What follows naming. later: the landing that brings it into the program."""

    id: str
    title: str
    says: str
    clause: str
    later: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered place of the notice, restated. people: why it is left to people; later: which landing carries it."""

    number: str
    says: str
    people: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """A rule that offices keep and the notice does not have: off, or only a note."""

    id: str
    title: str
    says: str
    why: str
    active: bool = False
    origin: Origin = Origin.PRACTICE


@dataclass(frozen=True, slots=True)
class Section:
    """One screen of the form."""

    id: str
    title: str
    fields: tuple[Field, ...]
    says: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """A screen without a question is none."""
        if not self.fields:
            yield "fields", "这一节没有任何项目"
