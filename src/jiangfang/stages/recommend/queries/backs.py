"""What the city gave back to a recommender and waits for, and until when the recommender may hand in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jiangfang.core.problems import Problem
from jiangfang.core.receiving import last_day as latest
from jiangfang.core.receiving import stations
from jiangfang.core.returning import ALL_REASONS
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply.models import Application
from jiangfang.stages.recommend.models import HandBack, HandedBack, HandedIn
from jiangfang.stages.recommend.queries.lists import workflow_of


def waiting() -> QuerySet[HandedBack]:
    """What was given back and has its place still: neither handed in again since, nor given back once more."""
    same = OuterRef("application")
    again = HandedIn.objects.filter(application=same, hand_in__serial__gt=OuterRef("hand_back__serial"))
    newer = HandedBack.objects.filter(application=same, pk__gt=OuterRef("pk"))
    return HandedBack.objects.filter(~Exists(again), ~Exists(newer), application__holds_place=True)


def awaited(found: QuerySet[HandBack]) -> QuerySet[HandBack]:
    """Those of which something is waited for."""
    return found.filter(Exists(waiting().filter(hand_back=OuterRef("pk"))))


def granted_to(application: Application) -> date | None:
    """The later day that was given for this one alone, while it is waited for."""
    return waiting().filter(application=application).values_list("hand_back__due", flat=True).first()


def open_backs(recommender: Recommender) -> list[HandBack]:
    """What was given back to a recommender and was not handed in again, the newest first."""
    return list(awaited(HandBack.objects.filter(recommender=recommender)).order_by("-at", "-pk"))


def told_backs(recommender: Recommender) -> list[HandBack]:
    """The same with their reasons in words, as ``says``."""
    found = open_backs(recommender)
    for one in found:
        one.says = [ALL_REASONS.get(code, code) for code in one.reasons]  # type: ignore[attr-defined]
    return found


def given_back(backs: Collection[HandBack]) -> set[int]:
    """The applications that these gave back and that still have their place."""
    found = waiting().filter(hand_back__in=backs) if backs else None
    return set() if found is None else set(found.values_list("application", flat=True))


def back_counts(recommenders: Collection[int]) -> dict[int, int]:
    """How many were given back to these and wait to be handed in again; by the number of the recommender."""
    found = waiting().filter(hand_back__recommender__in=recommenders)
    counted = found.values("hand_back__recommender").annotate(many=Count("application", distinct=True))
    return dict(counted.order_by().values_list("hand_back__recommender", "many"))


def again_day(recommender: Recommender, backs: Collection[HandBack]) -> date | None:
    """Until when what was given back may be handed in again."""
    return latest(rounds.deadline(recommender.round, recommender), [one.due for one in backs])


def in_time(
    recommender: Recommender, found: QuerySet[Application], today: date
) -> tuple[QuerySet[Application], Problem | None]:
    """What of these may be handed in today, and the ``late`` problem where nothing may be.

    After the deadline that is only what was given back, as long as the day that was set for it is not over.
    """
    late = rounds.late(recommender.round, recommender, today)
    if late is None:
        return found, None
    granted = waiting().filter(hand_back__recommender=recommender, hand_back__due__gte=today)
    mine = set(granted.values_list("application", flat=True))
    return (found.filter(pk__in=mine), None) if mine else (found, late)


def with_city(recommender: Recommender) -> set[int]:
    """Those of it that were handed in and not given back: their place in the order is fixed."""
    listed = stations(workflow_of(recommender)).listed
    found = Application.objects.filter(recommender=recommender, handed_in__isnull=False)
    return set(found.exclude(Q(state__in=listed) | Q(sent_from__in=listed)).values_list("pk", flat=True))
