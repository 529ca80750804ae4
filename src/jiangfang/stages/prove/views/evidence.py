"""The outline as a list with what proves it, the files not tied yet, tying several at once."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiangfang.core.people import Role
from jiangfang.core.problems import Refused
from jiangfang.core.proving import tally
from jiangfang.records.files.access import MAKERS
from jiangfang.records.files.models import File
from jiangfang.records.files.views import box_of
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import progress
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.actions.holding import late_by
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import access, actions, forms
from jiangfang.stages.prove.access import OWN, READERS
from jiangfang.stages.prove.queries import doubles, listing, shelf, standing, taking
from jiangfang.stages.prove.queries.doubles import Double
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

PAGE, SORT = "prove/evidence.html", "prove/sort.html"


@open_to(*READERS)
def evidence(request: Request, pk: int) -> HttpResponseBase:
    """The outline as printed, with what is there and what is wanting; for its unit also how to bring it."""
    application = access.application(request, pk)
    return pages.render(request, PAGE, context_of(request, application))


def context_of(request: Request, application: Application) -> dict[str, Any]:
    """Everything that the page shows."""
    base = base_of(request, application)
    laid = shelf.shelf(application, live=base["mine"])
    return {
        **base,
        "shelf": laid,
        "tally": tally(laid.proving),
        "studio": applications.studio_of(application),
        "loose": shelf.loose(application).count() if base["writes"] else 0,
        "waiting": taking.waiting(application) if base["writes"] else 0,
        "listable": listing.listable(application) if base["writes"] else (),
        "doubles": _doubles(request, application),
        **(_aside(request, application) if base["mine"] else {}),
    }


def _doubles(request: Request, application: Application) -> list[Double]:
    """Which of its files stand elsewhere too, for the city, unless it looked into that; the round's page has more."""
    if access.worn(request).role != Role.CITY:
        return []
    return [one for one in doubles.doubles(application.round, application) if not one.settled]


def base_of(request: Request, application: Application) -> dict[str, Any]:
    """What every page of the material shows."""
    return {
        "application": application,
        "state": progress.shown(application),
        "writes": access.writes(request, application),
        "fillable": progress.fillable(application),
        "mine": access.worn(request).role == Role.UNIT,
        "opens": access.opens(request, application),
        "makes": access.opens(request, application) and access.worn(request).role in MAKERS,
        "tray": standing.tray_of(application),
    }


def few_loose(application: Application) -> tuple[list[File], bool]:
    """The newest files that are tied to nothing, as they came, and whether there are more."""
    found = list(shelf.loose(application).order_by("-at", "-pk")[: pages.ROWS + 1])
    return shelf.in_order(found[: pages.ROWS]), len(found) > pages.ROWS


@open_to(*OWN)
def loose(request: Request, pk: int) -> HttpResponseBase:
    """Files that are tied to nothing yet: brought many at once, sorted afterwards."""
    application = access.application(request, pk, OWN)
    base = base_of(request, application)
    tray, place = base["tray"], access.place_of(application)
    page = pages.page_of(request, shelf.loose(application))
    page.object_list = shelf.in_order(page.object_list)
    box = box_of(request, tray, place) if base["writes"] else None
    return pages.render(request, "prove/loose.html", {**base, "page": page, "box": box})


def _aside(request: Request, application: Application) -> dict[str, Any]:
    """The side list of the form, and the unit's day."""
    programme, returned = applications.programme_of(application).programme, applications.open_return(application)
    aside = progress.beside(application, request.today)
    found = progress.found(application, request.today, aside, {})  # what others said lacks nothing of the unit's
    typed = applications.typing(application, applications.unit_fields(programme))
    return {
        "parts": progress.parts(application, typed, found, returned, aside),
        "returned": returned if returned is not None and standing.EVIDENCE in returned.sections else None,
        "late": late_by(application, returned, request.today),
        "last_day": (returned and returned.due) or rounds.unit_day(application.round, application.recommender),
    }


@open_to(*OWN)
def sort(request: Request, pk: int) -> HttpResponseBase:
    """Which files are to be tied (``?file=``; ``?all=``: all the loose ones), by count and name; then to which."""
    application = access.application(request, pk, OWN)
    sent = request.POST if request.method == "POST" else request.GET
    files = chosen_files(application, forms.numbers(sent.getlist("file")), forms.numbers(sent.getlist("chosen")))
    if request.method != "POST":
        files = shelf.in_order(shelf.loose(application)[: actions.MOST_AT_ONCE]) if "all" in sent else files
        return pages.render(request, SORT, _sorting(request, application, files, []))
    spots = forms.spots(request.POST.getlist("spots"))
    try:
        must_be_whole(request.POST, ("complete",))
        made = actions.tie(application=application, files=files, spots=spots, hat=access.worn(request), at=request.at)
    except Refused as refused:
        return pages.refusal(request, SORT, _sorting(request, application, files, spots), refused)
    pages.said(request, f"归好了 {len(made)} 处" if made else "这些文件原来就归在那里")
    return pages.go("prove:evidence", application.pk)


def chosen_files(application: Application, wanted: list[int], pieces: list[int] | None = None) -> list[File]:
    """The chosen files of the application, in their order. pieces: those of which the file is meant."""
    tied = standing.pieces_of(application)
    behind = dict(tied.filter(pk__in=pieces).values_list("pk", "file")) if pieces else {}
    ids = [*wanted, *(behind[one] for one in pieces or () if one in behind)]
    own = Q(tray=standing.tray_of(application)) | Q(pk__in=tied.filter(file__in=ids).values("file"))
    there = File.objects.filter(own, pk__in=ids).select_related("content").in_bulk() if ids else {}
    return [there[one] for one in dict.fromkeys(ids) if one in there]


def _sorting(
    request: Request, application: Application, files: list[File], spots: list[actions.Spot]
) -> dict[str, Any]:
    return {
        **base_of(request, application),
        "files": files,
        "choices": shelf.choices(application),
        "ticked": {f"{indicator or shelf.OWN}/{proof}" for indicator, proof in spots},
    }


@open_to(*OWN)
@require_POST
def excuse(request: Request, pk: int, indicator: str) -> HttpResponseBase:
    """Attest that an indicator does not apply, or take it back (``deed``: take_back)."""
    application, hat = access.application(request, pk, OWN), access.worn(request)
    said = request.POST.get("reason", "")
    try:
        if request.POST.get("deed") == "take_back":
            actions.take_back_excuse(application=application, indicator=indicator, hat=hat, at=request.at)
            pages.said(request, "不再算不适用")
        else:
            must_be_whole(request.POST, ("reason",))
            actions.excuse(application=application, indicator=indicator, reason=said, hat=hat, at=request.at)
            pages.said(request, "已经写明不适用")
    except Refused as refused:
        context = {**context_of(request, application), "typed": {indicator: said}}
        return pages.refusal(request, PAGE, context, refused)
    return pages.go(f"{reverse('prove:evidence', args=[application.pk])}#{indicator}")
