"""Rounds, their programmes, recommenders and notice files."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, QuerySet

from jiangfang.core.people import RECOMMENDING, Role
from jiangfang.records.people.models import Federation, Hat, Organisation
from jiangfang.records.programmes.models import Revision
from jiangfang.records.programmes.queries import OpenedProgramme, programme
from jiangfang.stages.announce.models import NoticeFile, Recommender, Round

_SEES_ALL = (Role.CITY, Role.AUDITOR, Role.ADMIN)


def rounds_of(federation: Federation | int) -> QuerySet[Round]:
    """The rounds of a federation, newest first, with their days; the programme's long text is left out."""
    return _rounds().filter(federation=federation)


def published() -> QuerySet[Round]:
    """What everybody may see, of all federations, by city, newest first."""
    return _rounds().filter(published_at__isnull=False).order_by("federation__name", "-year", "-published_at", "-pk")


def rounds_for(hat: Hat, today: date) -> QuerySet[Round]:
    """The rounds that concern a hat: all of the city's for the city; where it recommends; else what is published.

    today: the hat is looked at as it is worn then; nothing for one that is worn no longer.
    """
    found = rounds_of(hat.organisation.federation_id)
    if not hat.worn_on(today):
        return found.none()
    if hat.role in _SEES_ALL:
        return found
    found = found.filter(published_at__isnull=False)
    if hat.role == Role.RECOMMENDER:
        found = found.filter(recommenders__organisation=hat.organisation_id)
    return found


def revisions(federation: int) -> QuerySet[Revision]:
    """The programmes of a city, by programme, newest first; ``opened_rounds``: how many rounds run on each."""
    found = Revision.objects.filter(federation=federation).defer("plain")
    return found.annotate(opened_rounds=Count("rounds")).order_by("programme", "-loaded_at", "-pk")


def round_of(pk: int) -> Round | None:
    """One round with its days, or None."""
    return _rounds().filter(pk=pk).first()


def opened(round: Round) -> OpenedProgramme:
    """The programme that a round runs, as it was when it was opened."""
    return programme(round.revision)


def recommenders(round: Round) -> QuerySet[Recommender]:
    """The recommenders of a round in the order of the tree; the round is not asked for again."""
    found = Recommender.objects.filter(round=round).select_related("organisation")
    return found.order_by("organisation__path")


def recommender_of(round: Round, organisation: Organisation | int) -> Recommender | None:
    """What a body is in a round, or None when it takes no part."""
    return recommenders(round).filter(organisation=organisation).first()


def not_yet(round: Round) -> QuerySet[Organisation]:
    """The open bodies of the city that could recommend and take no part in a round, in the order of the tree."""
    return bodies(round.federation_id).exclude(recommending__round=round)


def bodies(federation: Federation | int) -> QuerySet[Organisation]:
    """The open recommending bodies of a city in the order of the tree."""
    kinds = [kind.value for kind in RECOMMENDING]
    found = Organisation.objects.filter(federation=federation, kind__in=kinds, closed_on__isnull=True)
    return found.order_by("path")


def notice_file(round: Round) -> NoticeFile | None:
    """The notice's file of a round without its bytes and texts; None where none is attached."""
    return NoticeFile.objects.filter(round=round).defer("content", "clauses").first()


def _rounds() -> QuerySet[Round]:
    found = Round.objects.select_related("revision", "federation").defer("revision__plain").prefetch_related("days")
    return found.order_by("-year", "-opened_at", "-pk")
