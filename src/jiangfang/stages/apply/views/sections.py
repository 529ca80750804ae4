"""One section of the form: the page, saving it by its buttons, and saving it by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiangfang.core.definition.bodies import Section
from jiangfang.core.entry import Typed
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, Severity, error, root_key
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import access, actions, annexes, forms, progress, queries
from jiangfang.stages.apply.actions.holding import late_by
from jiangfang.stages.apply.boxes import Quote, boxes, quotes, text_of
from jiangfang.stages.apply.models import Application
from jiangfang.ui import pages
from jiangfang.ui.posts import CUT_OFF

PAGE, SAVED = "apply/section.html", "apply/saved.html"
_LEAVES = ("", "next", "check")
"""The buttons that somebody presses who has looked at the whole section."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A conflict as it is shown: the texts of both, in words."""

    key: str
    label: str
    mine: str
    theirs: str
    who: str
    at: datetime


@open_to(Role.UNIT)
def section(request: Request, pk: int, section: str) -> HttpResponseBase:
    """A section of the form; POST saves it by one of its buttons."""
    application = access.application(request, pk, (Role.UNIT,))
    here = _section(application, section)
    if request.method == "POST":
        return _save_by_button(request, application, here)
    return pages.render(request, PAGE, _page(request, application, here))


@open_to(Role.UNIT)
@require_POST
def save(request: Request, pk: int, section: str) -> HttpResponseBase:
    """The page saves itself: pieces of it come back, to be put in their places."""
    application = access.application(request, pk, (Role.UNIT,))
    here = _section(application, section)
    posted = forms.posted(request.POST, progress.fields_of(here))
    try:
        saved = _keep(request, application, here, posted)
    except Refused as refused:
        return pages.render(request, SAVED, {"refused": refused.problems}, 422)
    context = _pieces(request, saved.application, here, places=posted.places)
    clashing = {one.field.key for one in saved.conflicts}
    context |= {
        "clashes": _clashes(saved),
        "base": forms.versions_text(saved.version, saved.shown),
        "behind": [box.field for box in context["boxes"] if box.field.key in saved.shown.keys() - clashing],
        "anew": [box for box in context["boxes"] if box.field.key in posted.theirs],
        "saved_at": request.at,
    }
    return pages.render(request, SAVED, context, 409 if saved.conflicts else 200)


def _save_by_button(request: Request, application: Application, here: Section) -> HttpResponseBase:
    posted = forms.posted(request.POST, progress.fields_of(here), paste=True)
    then = request.POST.get("then", "")
    _take(request, application, posted, then)
    try:
        saved = _keep(request, application, here, posted, looked=then in _LEAVES)
    except Refused as refused:
        return _again(request, application, here, posted, refused)
    if saved.conflicts:
        context = _page(request, saved.application, here, _without(posted.typed, posted.theirs))
        base = forms.versions_text(saved.version, saved.shown)
        return pages.render(request, PAGE, {**context, "clashes": _clashes(saved), "base": base}, 409)
    pages.said(request, _said(saved.application, request.today))
    return pages.go(_after(request.POST.get("then", ""), saved.application, here))


def _take(request: Request, application: Application, posted: forms.Posted, then: str) -> None:
    """Lay what an annex offers for a question into its box (``then``: take-trained_count)."""
    deed, _, key = then.partition("-")
    note = progress.beside(application, request.today).notes.get(key) if deed == "take" else None
    if note is not None and note.typed is not None and key in posted.typed:
        posted.typed[key] = note.typed


def _again(
    request: Request, application: Application, here: Section, posted: forms.Posted, refused: Refused
) -> HttpResponse:
    """The page with everything that was typed, and why it was not saved."""
    context = _page(request, application, here, posted.typed)
    context["boxes"] = [replace(box, left=posted.paste.left.get(box.field.key, "")) for box in context["boxes"]]
    base = forms.versions_text(min(posted.base, application.version), posted.shown)
    return pages.render(request, PAGE, {**context, "refused": refused.problems, "base": base}, 422)


def _keep(
    request: Request, application: Application, here: Section, posted: forms.Posted, *, looked: bool = False
) -> actions.Saved:
    """Raises Refused for a post that was cut off, since what is missing nobody emptied, and for too many rows.

    looked: whoever sends it has looked at everything that is on the page.
    """
    if not posted.whole:
        raise Refused([error("not_now", "", CUT_OFF)])
    if posted.paste.problems:
        raise Refused(posted.paste.problems)
    if request.hat is None:
        raise Http404
    saved = actions.save_section(
        application=application,
        section=here.id,
        typed=_without(posted.typed, posted.theirs),
        base=posted.base,
        shown=posted.shown,
        over=posted.mine,
        looked=looked,
        hat=request.hat,
        at=request.at,
    )
    if posted.reasons:
        for annex in annexes.of(queries.programme_of(application).programme):
            annex.keep(saved.application, posted.reasons, request.hat, request.at)
        saved = replace(saved, application=access.application(request, application.pk, (Role.UNIT,)))
    return saved


def _without(typed: dict[str, Typed], keys: frozenset[str]) -> dict[str, Typed]:
    return {key: value for key, value in typed.items() if key not in keys}


def _said(application: Application, today: date) -> str:
    over = late_by(application, queries.open_return(application), today)
    return f"已保存，留作草稿；{over.message}，不能再提交" if over else "已保存"


def _section(application: Application, name: str) -> Section:
    """The section of that name in which the unit fills in something. Raises Http404."""
    programme = queries.programme_of(application).programme
    for found in progress.sections(programme):
        if found.id == name:
            return found
    raise Http404


def _after(then: str, application: Application, here: Section) -> str:
    """Where a button leads: the next section, the check, the same page with more rows, the same page."""
    listed = [one.id for one in progress.sections(queries.programme_of(application).programme)]
    place = listed.index(here.id) + 1
    if then == "check" or (then == "next" and place == len(listed)):
        return reverse("apply:check", args=[application.pk])
    if then == "next":
        return reverse("apply:section", args=[application.pk, listed[place]])
    same = reverse("apply:section", args=[application.pk, here.id])
    deed, _, key = then.partition("-")
    if deed == "take" and key in {field.key for field in here.fields}:
        return f"{same}#box-{key}"
    name, _, count = key.partition("-")
    if deed == "more" and name in {field.key for field in here.fields}:
        return f"{same}?more={name}-{forms.number(count) or 0}#box-{name}"
    return f"{same}#box-{key}" if deed == "read" else same


def _clashes(saved: actions.Saved) -> list[Clash]:
    return [
        Clash(
            one.field.key,
            one.field.name,
            text_of(one.field, one.mine),
            text_of(one.field, one.theirs),
            one.who,
            one.at,
        )
        for one in saved.conflicts
    ]


def _page(
    request: Request, application: Application, here: Section, typed: dict[str, Typed] | None = None
) -> dict[str, Any]:
    """The whole page. typed: what stands in its boxes, where it was not saved."""
    beside = quotes(
        queries.programme_of(application).programme, rounds.words(application.round), progress.fields_of(here)
    )
    opened = progress.fillable(application)
    return {
        **_pieces(request, application, here, typed=typed, beside=beside, more=_more(request.GET.get("more", ""))),
        "fillable": opened,
        "writable": opened and queries.may_write(application, request.user, request.today),
        "state": queries.state_title(application),
    }


def _pieces(
    request: Request,
    application: Application,
    here: Section,
    *,
    typed: dict[str, Typed] | None = None,
    places: dict[str, list[int]] | None = None,
    beside: dict[str, tuple[Quote, ...]] | None = None,
    more: dict[str, int] | None = None,
) -> dict[str, Any]:
    """What a saving changes: boxes with their problems, the list of sections, the day. places: see forms.on_page."""
    programme = queries.programme_of(application).programme
    everything = queries.typing(application, queries.unit_fields(programme))
    aside, returned = progress.beside(application, request.today), queries.open_return(application)
    found = progress.found(application, request.today, aside)
    fields = progress.fields_of(here)
    keys = {field.key for field in fields}
    mine = [forms.on_page(one, places or {}) for one in found if root_key(one.where) in keys]
    shown = boxes(fields, {**everything, **(typed or {})}, mine, beside or {}, more, aside.notes)
    listed = progress.parts(application, everything, found, returned, aside)
    place = next(place for place, part in enumerate(listed) if part.id == here.id)
    return {
        "application": application,
        "section": here,
        "boxes": shown,
        "parts": listed,
        "place": place + 1,
        "next": listed[place + 1] if place + 1 < len(listed) else None,
        "previous": listed[place - 1] if place else None,
        "brought": keys & set(queries.prefilled(application)),
        "missing": [box.field for box in shown if box.missing],
        "wrong": [one for box in shown for one in box.said if one.severity is not Severity.NOTE],
        "base": forms.versions_text(application.version, {}),
        "returned": returned,
        "sent_back": returned is not None and here.id in returned.sections,
        "late": late_by(application, returned, request.today),
        "last_day": (returned and returned.due) or rounds.unit_day(application.round, application.recommender),
    }


def _more(said: str) -> dict[str, int]:
    """``members-15``: so many rows at least."""
    key, _, count = said.rpartition("-")
    return {key: min(forms.number(count) or 0, 500)} if key else {}
