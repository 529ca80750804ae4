"""The pieces of one indicator: brought, put in order, said to be sealed, taken off."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from jiangfang.core.evidence import Indicator
from jiangfang.core.problems import Refused
from jiangfang.core.proving import asks_who
from jiangfang.records.files.views import box_of
from jiangfang.records.people.access import Request, open_to
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove import access, actions, forms
from jiangfang.stages.prove.access import OWN, READERS
from jiangfang.stages.prove.queries import shelf, standing
from jiangfang.stages.prove.views import evidence
from jiangfang.ui import pages
from jiangfang.ui.posts import must_be_whole

PAGE, BRING = "prove/indicator.html", "prove/bring.html"


@open_to(*READERS)
def indicator(request: Request, pk: int, indicator: str) -> HttpResponseBase:
    """Everything that is there for one indicator; its unit puts it in order, says what is sealed, takes off."""
    application = access.application(request, pk)
    _known(application, indicator)
    if request.method != "POST":
        return pages.render(request, PAGE, _context(request, application, indicator))
    access.application(request, pk, OWN)
    hat, chosen = access.worn(request), forms.numbers(request.POST.getlist("chosen"))
    try:
        must_be_whole(request.POST, ("deed", "complete"))
        if request.POST["deed"] == "sort":
            return pages.go(f"{reverse('prove:sort', args=[pk])}?{urlencode({'chosen': chosen}, doseq=True)}")
        if request.POST["deed"] == "untie":
            gone = actions.untie(application=application, pieces=chosen, hat=hat, at=request.at)
            said = f"取下了 {gone} 份；文件还在，在“没有归类的文件”里" if gone else "没有选中要取下的"
        else:
            shown = forms.numbers(request.POST.getlist("shown"))
            said = "已保存"
            arranged = forms.arranged(request.POST, shown)
            actions.arrange(application=application, said=arranged, hat=hat, at=request.at)
    except Refused as refused:
        return pages.refusal(request, PAGE, _context(request, application, indicator), refused)
    pages.said(request, said)
    return pages.go("prove:indicator", application.pk, indicator)


def _known(application: Application, slug: str) -> Indicator | None:
    """The indicator of an address; None for the papers of its own. Raises Http404."""
    programme = applications.programme_of(application).programme
    found = standing.indicator_of(programme, slug)
    if found is None and slug != shelf.OWN:
        raise Http404
    return found


def _context(request: Request, application: Application, slug: str) -> dict[str, Any]:
    known = _known(application, slug)
    proofs = next(some for one, some in shelf.choices(application) if one == known)
    name, by_id = known.id if known else "", {one.id: one for one in proofs}
    base = evidence.base_of(request, application)
    page = pages.page_of(request, shelf.of_indicator(application, name, proofs, live=base["mine"]))
    found = standing.standing(application, live=base["mine"])
    return {
        **base,
        "indicator": known,
        "clause": rounds.words(application.round).of(known.clause) if known and known.clause else None,
        "slug": slug,
        "line": next((line for line in found.lines if line.indicator == known), None),
        "page": page,
        "rows": [(one, by_id.get(one.proof)) for one in shelf.laid_out(application, name, list(page))],
        "sealed": any(proof.stamp for proof in proofs),
        "who": any(asks_who(proof) for proof in proofs),
    }


@open_to(*OWN)
def bring(request: Request, pk: int, indicator: str, proof: str) -> HttpResponseBase:
    """Bring files to one proof: they come to the application and are tied, by the page itself or by its button.

    ``file``: the numbers of those that were chosen; ``since``: also what this person sent after that moment.
    """
    application, hat = access.application(request, pk, OWN), access.worn(request)
    known = _known(application, indicator)
    if standing.proof_of(applications.programme_of(application).programme, known.id if known else "", proof) is None:
        raise Http404
    if request.method != "POST":
        return pages.render(request, BRING, _bringing(request, application, known, proof))
    wanted = forms.numbers(request.POST.getlist("file"))
    since = forms.moment(request.POST.get("since", ""))
    wanted += shelf.arrived(application, request.user.pk, since) if since is not None else []
    files, spot = evidence.chosen_files(application, wanted), (known.id if known else "", proof)
    try:
        made = actions.tie(application=application, files=files, spots=[spot], hat=hat, at=request.at)
    except Refused as refused:
        return pages.refusal(request, BRING, _bringing(request, application, known, proof), refused)
    if request.htmx:
        now = access.application(request, pk, OWN)
        return pages.render(request, BRING, {**_bringing(request, now, known, proof), "came": len(made)})
    pages.said(request, f"归好了 {len(made)} 份" if made else "这些文件原来就归在这里")
    anchor = f"{indicator}-{proof}" if known else f"paper-{proof}"
    return pages.go(f"{reverse('prove:evidence', args=[application.pk])}#{anchor}")


def _bringing(request: Request, application: Application, known: Indicator | None, proof: str) -> dict[str, Any]:
    """The page to bring files to one proof."""
    base, name = evidence.base_of(request, application), known.id if known else ""
    slug, proofs = name or shelf.OWN, next(some for one, some in shelf.choices(application) if one == known)
    lying = shelf.of_indicator(application, name, proofs, live=True)
    mine = [one for one in lying if one.proof == proof]
    path = reverse("prove:bring", args=[application.pk, slug, proof])
    loose, more = evidence.few_loose(application) if base["writes"] else ([], False)
    then = f"{path}?{urlencode({'since': request.at.isoformat()})}"
    seen = forms.moment(request.GET.get("since", ""))
    return {
        **base,
        "indicator": known,
        "slug": slug,
        "proof": next(one for one in proofs if one.id == proof),
        "path": path,
        "here": shelf.named(mine[: pages.ROWS]),
        "more": len(mine) - len(mine[: pages.ROWS]),
        "loose": loose,
        "more_loose": more,
        "chosen": [file.pk for file in loose if seen is not None and file.at >= seen],
        "since": request.POST.get("since") or request.at.isoformat(),
        "box": box_of(request, base["tray"], access.place_of(application), then) if base["writes"] else None,
    }
