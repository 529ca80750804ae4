"""What a recommender says of itself: how it chose, its own day for its units, its contact on the papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.http import Http404, HttpResponseBase

from jiangfang.core.problems import Refused
from jiangfang.records.people.access import Request, open_to
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import actions as announcing
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.recommend import access, actions, queries
from jiangfang.stages.recommend.access import OWN, READERS
from jiangfang.stages.recommend.forms import reading
from jiangfang.stages.recommend.models import PassedOver
from jiangfang.stages.recommend.views.listing import base_of
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole


@open_to(*READERS)
def selection(request: Request, pk: int) -> HttpResponseBase:
    """Which meeting chose, on which day, and why those that were not chosen were not."""
    recommender = access.recommender(request, pk, READERS if request.method != "POST" else OWN)
    made = queries.selection(recommender)
    kept = {"meeting": made.meeting, "day": made.day.isoformat(), "note": made.note} if made else {}
    passed = PassedOver.objects.filter(recommender=recommender).select_related("application__unit").order_by("at", "pk")
    passed = passed.defer("application__answers", "application__rough")
    context = {
        "made": made,
        "undecided": pages.page_of(request, queries.undecided(recommender)),
        "passed": pages.page_of(request, passed, parameter="passed"),
    }

    def act(hat: Hat, typed: Mapping[str, str]) -> None:
        day = reading.day(request.POST, "day", "开会的日子")
        actions.choose(
            recommender=recommender, meeting=typed["meeting"], day=day, note=typed["note"], hat=hat, at=request.at
        )

    names = ("meeting", "day", "note")
    return _form(request, recommender, "recommend/selection.html", names, kept, context, act, "怎样选的，已经记下")


@open_to(*OWN)
def own_day(request: Request, pk: int) -> HttpResponseBase:
    """An earlier day for the units below, which binds only them."""
    recommender = access.recommender(request, pk, OWN)
    kept = {"own_day": recommender.own_day.isoformat() if recommender.own_day else ""}
    context = {"unit_day": rounds.unit_day(recommender.round, recommender)}

    def act(hat: Hat, typed: Mapping[str, str]) -> None:
        day: date | None = reading.maybe_day(request.POST, "own_day", "给所属单位定的日子")
        announcing.set_own_day(recommender=recommender, day=day, hat=hat, at=request.at)

    says = "给所属单位定的截止日已保存"
    return _form(request, recommender, "recommend/own_day.html", ("own_day",), kept, context, act, says)


@open_to(*OWN)
def contact(request: Request, pk: int) -> HttpResponseBase:
    """Whom the 汇总表 names as contact. Not there where no paper asks for one."""
    recommender = access.recommender(request, pk, OWN)
    fields = queries.contact_fields(recommender)
    if not fields:
        raise Http404
    names = tuple(field.key for field in fields)
    kept = {name: str(getattr(recommender, name)) for name in names}

    def act(hat: Hat, typed: Mapping[str, str]) -> None:
        actions.set_contact(
            recommender=recommender,
            contact_name=typed.get("contact_name", ""),
            contact_phone=typed.get("contact_phone", ""),
            hat=hat,
            at=request.at,
        )

    context = {"fields": fields, "sheet": queries.summary_paper(recommender)}
    return _form(request, recommender, "recommend/contact.html", names, kept, context, act, "联系人已保存")


def _form(
    request: Request,
    recommender: Recommender,
    page: str,
    names: tuple[str, ...],
    kept: Mapping[str, str],
    more: Mapping[str, object],
    act: Callable[[Hat, Mapping[str, str]], None],
    says: str,
) -> HttpResponseBase:
    """A small form: shown with what is kept, done, or shown once more with what was typed."""
    context = {**base_of(request, recommender), **more}
    if request.method != "POST":
        return pages.render(request, page, {**context, "typed": kept})
    typed = reading.texts(request.POST, names)
    try:
        must_be_whole(request.POST, names)
        act(access.worn(request), typed)
    except Refused as refused:
        return pages.refusal(request, page, {**context, "typed": typed}, refused)
    pages.said(request, says)
    return pages.go("recommend:recommender", recommender.pk)
