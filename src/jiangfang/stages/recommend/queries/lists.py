"""Whom a body recommends in which round, how it stands there, and the rows of its list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from jiangfang.core.definition.programme import Programme
from jiangfang.core.opinions import Given, Standing, chain, standing
from jiangfang.core.people import Role
from jiangfang.core.problems import Problem
from jiangfang.core.quota import Quota
from jiangfang.core.receiving import stations
from jiangfang.core.states import Shown, shown
from jiangfang.core.workflow import Position, Workflow
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.models import Application, Opinion, Return
from jiangfang.stages.prove.queries import standing as proving
from jiangfang.stages.recommend.models import HandedBack, HandedIn, Opened, PassedOver, Selection, Ticked

RECOMMEND, HAND_IN, PASS_OVER, HAND_BACK = "recommend", "hand_in", "not_recommend", "hand_back"
SORTS: Mapping[str, tuple[str, ...]] = {
    "place": ("place", "pk"),
    "studio": ("shown", "pk"),
    "unit": ("unit__name", "pk"),
    "state": ("state", "place", "pk"),
    "submitted": ("submitted_at", "pk"),
}


def recommenders() -> QuerySet[Recommender]:
    """Recommenders with their round and its days; the programme's long text is left out."""
    found = Recommender.objects.select_related("organisation", "round__revision", "round__federation", "selection")
    return found.defer("round__revision__plain").prefetch_related("round__days")


def taking_part(hat: Hat) -> QuerySet[Recommender]:
    """Where the body of a hat recommends, newest round first."""
    found = recommenders().filter(organisation=hat.organisation_id, round__published_at__isnull=False)
    return found.order_by("-round__year", "-round__opened_at", "-pk")


def quota(recommender: Recommender) -> Quota:
    """Its quota as a rule: its own numbers, the words and the clause of its class."""
    return rounds.quota_of(recommender.round, recommender)


def workflow_of(recommender: Recommender) -> Workflow:
    """The table of steps of its round."""
    return rounds.opened(recommender.round).programme.workflow


@dataclass(frozen=True, slots=True)
class Status:
    """How a recommender stands: until when, what its quota says, what weighs on it."""

    deadline: date | None
    says: str
    quota: Quota
    problems: tuple[Problem, ...]


def status(recommender: Recommender) -> Status:
    """How it stands in its round."""
    found = quota(recommender)
    weighed = found.weigh(recommender.taken)
    if recommender.waived:  # somebody named allowed it
        weighed = [one for one in weighed if one.code != "over_quota"]
    deadline = rounds.deadline(recommender.round, recommender)
    return Status(deadline, found.says(recommender.taken), found, tuple(weighed))


def of_recommender(recommender: Recommender) -> QuerySet[Application]:
    """Everything that goes through it, without the long texts."""
    return Application.objects.filter(recommender=recommender).defer("answers", "rough")


def holding(recommender: Recommender) -> QuerySet[Application]:
    """Those that it recommends and that take a place, in its order."""
    found = of_recommender(recommender).filter(holds_place=True).select_related("unit")
    return found.order_by(F("place").asc(nulls_last=True), "pk")


Spots = Collection[tuple[str, str, str]]
"""Where applications stand: state, where they were sent back from, route."""


def spots(recommender: Recommender) -> Spots:
    """Every place in which one of its applications stands."""
    found = Application.objects.filter(recommender=recommender).order_by()
    return list(found.values_list("state", "sent_from", "route").distinct())


def with_deed(recommender: Recommender, deed: str, there: Spots | None = None) -> QuerySet[Application]:
    """Those with which its recommender may do a deed now, in its order. there: their spots, where they are known."""
    workflow, fits = workflow_of(recommender), Q(pk__in=())
    for state, sent_from, route in spots(recommender) if there is None else there:
        if workflow.offers(Position(state, sent_from), deed, Role.RECOMMENDER.value, route):
            fits |= Q(state=state, sent_from=sent_from, route=route)
    found = of_recommender(recommender).filter(fits).select_related("unit")
    return found.order_by(F("place").asc(nulls_last=True), "pk")


def offers(workflow: Workflow, application: Application, deed: str) -> bool:
    """Whether the table of steps lets a recommender do this deed now."""
    here = Position(application.state, application.sent_from)
    return workflow.offers(here, deed, Role.RECOMMENDER.value, application.route)


def undecided(recommender: Recommender, there: Spots | None = None) -> QuerySet[Application]:
    """Those before it, neither recommended nor passed over. there: the spots of its applications, where known."""
    passed = PassedOver.objects.filter(recommender=recommender, application=OuterRef("pk"))
    return with_deed(recommender, RECOMMEND, there).filter(~Exists(passed))


def selection(recommender: Recommender) -> Selection | None:
    """How it chose, once it said so; as the recommender was read."""
    return getattr(recommender, "selection", None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks of the list. private: the state in which nobody but the unit reads what is inside."""

    search: str = ""
    state: str = ""
    sort: str = "place"
    private: str = ""
    leaders: bool = True


def list_of(recommender: Recommender, wanted: Wanted) -> QuerySet[Application, int]:
    """The ids of its applications, filtered and in order; what is still private is found by its unit alone."""
    found = Application.objects.filter(recommender=recommender)
    if wanted.state:
        found = found.filter(state=wanted.state.replace("\0", ""))
    if words := wanted.search.replace("\0", "").strip():
        inside = Q(studio_name__icontains=words) | Q(number__icontains=words)
        if wanted.leaders:
            inside |= Q(leader_name__icontains=words)
        found = found.filter(Q(unit__name__icontains=words) | (inside & ~Q(state=wanted.private)))
    key = wanted.sort.removeprefix("-")
    if key == "studio":
        hidden = When(state=wanted.private, then=Value(""))
        found = found.annotate(shown=Case(hidden, default=F("studio_name")))
    return found.order_by(*_order(SORTS.get(key, SORTS["place"]), wanted.sort.startswith("-"))).values_list(
        "pk", flat=True
    )


def _order(names: Sequence[str], backwards: bool) -> list[OrderBy]:
    return [F(name).desc(nulls_last=True) if backwards else F(name).asc(nulls_last=True) for name in names]


def states(recommender: Recommender) -> list[tuple[str, str, int]]:
    """In which states its applications are: (state, what it is called, how many), in the order of the table."""
    counted = Application.objects.filter(recommender=recommender).order_by().values_list("state")
    many = dict(counted.annotate(Count("pk")))
    known = [state.id for state in workflow_of(recommender).states]
    workflow = workflow_of(recommender)
    return [
        (name, workflow.title(name), many[name]) for name in [*known, *sorted(set(many) - set(known))] if name in many
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. private: what is in it is not shown; union, own: how the two opinions stand.

    open: it is before the recommender; ahead: whose opinion has to come first, "" where nobody's. proved: how far its
    supporting material is there, with a mark.
    """

    application: Application
    state: Shown
    private: bool
    union: str
    own: str
    opened: bool
    ticked: bool
    answered: bool
    waived: bool
    open: bool
    movable: bool
    back: bool = False
    ahead: str = ""
    proved: tuple[str, str] = ("", "idle")

    @property
    def ready(self) -> bool:
        """Whether the recommender may sign it now, as far as others are concerned."""
        return self.open and not self.ahead


def rows(recommender: Recommender, ids: Sequence[int]) -> list[Row]:
    """The lines of one page, in the order of the ids."""
    here = OuterRef("pk")
    seen = {
        "application": here,
        "organisation": recommender.organisation_id,
        "version__gte": OuterRef("filled_version"),
    }
    found = (
        of_recommender(recommender)
        .filter(pk__in=ids)
        .select_related("unit", "annexed")
        .annotate(
            union_version=last_version(Role.UNIT_UNION),
            own_version=last_version(Role.RECOMMENDER),
            opened_now=Exists(Opened.objects.filter(**seen)),
            ticked_now=Exists(Ticked.objects.filter(**seen, complete=True)),
            answered_return=Exists(
                Return.objects.filter(application=here, role=Role.RECOMMENDER.value, answered_at__isnull=False)
            ),
            by_waiver=Exists(Application.objects.filter(pk=here, waiver__isnull=False, holds_place=True)),
            went_in=Exists(HandedIn.objects.filter(application=here)),
        )
    )
    programme, by_id = rounds.opened(recommender.round).programme, {row.pk: row for row in found}
    return [_row(programme, by_id[pk]) for pk in ids if pk in by_id]


def last_version(role: Role) -> Subquery:
    """The version that the last opinion of a role was given on, for an application of the query; null for none."""
    given = Opinion.objects.filter(application=OuterRef("pk"), role=role.value, withdrawn_at__isnull=True)
    return Subquery(given.order_by("-given_at", "-pk").values("version")[:1])


def _row(programme: Programme, row: Application) -> Row:
    workflow = programme.workflow
    union, own = (_standing(getattr(row, name), row.material_version) for name in ("union_version", "own_version"))
    opened, here = bool(row.opened_now), Position(row.state, row.sent_from)  # type: ignore[attr-defined]
    back = bool({row.state, row.sent_from} & stations(workflow).listed)
    judged = offers(workflow, row, RECOMMEND) or own == Standing.VOID.value
    return Row(
        application=row,
        state=shown(workflow, row.state, row.route),
        private=workflow.private(here),
        union=union,
        own=own,
        opened=opened,
        ticked=bool(row.ticked_now),  # type: ignore[attr-defined]
        answered=bool(row.answered_return) and judged and not opened,  # type: ignore[attr-defined]
        waived=bool(row.by_waiver),  # type: ignore[attr-defined]
        open=judged and not workflow.fillable(here, row.route),
        movable=row.holds_place and (back or not row.went_in),  # type: ignore[attr-defined]
        back=back and bool(row.went_in),  # type: ignore[attr-defined]
        ahead="" if union == Standing.HOLDS.value else _first(programme, row.route),
        proved=proving.in_list(row, programme),
    )


def _first(programme: Programme, route: str) -> str:
    """What the unit's own union's opinion is called on a route; "" where the route has none."""
    return next((field.label for field in chain(programme, route) if field.by == Role.UNIT_UNION.value), "")


def _standing(version: int | None, material_version: int) -> str:
    given = None if version is None else Given(version, date.min)
    return standing(given, material_version).value


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one recommender of a round is. back: how many of those handed in were given back and wait."""

    recommender: Recommender
    quota: Quota
    says: str
    started: int
    submitted: int
    recommended: int
    handed_in: int
    back: int


def progress(recommender_rows: Collection[Recommender]) -> list[Progress]:
    """How far each recommender is; the rows come from `counted`."""
    made = []
    for row in recommender_rows:
        found = quota(row)
        numbers = [getattr(row, name) for name in ("started", "submitted", "recommended", "went_in", "went_back")]
        made.append(Progress(row, found, found.says(row.taken), *numbers))
    return made


def counted(found: QuerySet[Recommender], private: str) -> QuerySet[Recommender]:
    """Recommenders with their numbers. private: the state of what was never handed in by its unit."""
    mine = Application.objects.filter(recommender=OuterRef("pk"))
    here = OuterRef("pk")
    again = HandedBack.objects.filter(application=here, hand_back__answered_at__isnull=True)
    went = mine.filter(Exists(HandedIn.objects.filter(application=here)))
    return found.annotate(
        started=_many(mine),
        submitted=_many(mine.exclude(state=private)),
        recommended=_many(mine.filter(holds_place=True)),
        went_in=_many(went),
        went_back=_many(went.filter(Exists(again), holds_place=True)),
    )


def _many(found: QuerySet[Application]) -> Coalesce:
    mine = found.order_by().values("recommender").annotate(many=Count("pk"))
    return Coalesce(Subquery(mine.values("many")), 0)
