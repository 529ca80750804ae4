"""What a recommender hands in: its list as the 汇总表, the filled forms in one ZIP, and what else the notice wants."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jiangfang.core.answers import check_answers
from jiangfang.core.definition.bodies import Deliverable
from jiangfang.core.fields import Field
from jiangfang.core.papers import Paper, write_paper
from jiangfang.core.people import Role
from jiangfang.core.personal import hidden
from jiangfang.core.problems import Problem
from jiangfang.core.receiving import EACH_STUDIO
from jiangfang.documents.excel import write_sheet
from jiangfang.documents.word import fill
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application, Opinion
from jiangfang.stages.recommend.queries.lists import holding, workflow_of

_UNFIT = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|\u200b-\u200f\u202a-\u202e\ud800-\udfff]')
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def chosen(recommender: Recommender) -> list[Application]:
    """Those that it recommends, in its order; one that is with its unit for mending is not among them."""
    workflow = workflow_of(recommender)
    rows = holding(recommender).defer(None).select_related("unit", "revision")
    found = [row for row in rows if not workflow.fillable(applications.position(row), row.route)]
    for row in found:
        row.round, row.recommender = recommender.round, recommender
    return found


def _sheets(rows: Sequence[Application], *, masked: bool) -> list[tuple[Application, dict[str, Any]]]:
    """What the papers print of each; the opinions of all are asked for at once. masked: without personal values."""
    last: dict[int, dict[str, Opinion]] = {row.pk: {} for row in rows}
    given = Opinion.objects.filter(application__in=list(last), withdrawn_at__isnull=True).order_by("given_at", "pk")
    for opinion in given:
        last[opinion.application_id][opinion.role] = opinion
    made = [(row, applications.sheet(row, last[row.pk])) for row in rows]
    if not masked:
        return made
    return [(row, hidden(applications.programme_of(row).programme.fields, values)) for row, values in made]


def summary_paper(recommender: Recommender) -> Paper | None:
    """The 汇总表 of the round's programme, None where its notice has none."""
    return next((paper for paper in rounds.opened(recommender.round).programme.papers if paper.kind == "excel"), None)


def summary(recommender: Recommender, *, masked: bool = False) -> tuple[bytes, list[Problem]] | None:
    """The 汇总表 in the order of the list, and what does not fit on it. Raises Refused for what no cell can hold.

    masked: without personal values.
    """
    paper, found = summary_paper(recommender), rounds.opened(recommender.round)
    if paper is None:
        return None
    rows = _sheets(chosen(recommender), masked=masked)
    forms = [check_answers(found.programme.fields, values).values for _, values in rows]
    return write_sheet(found.sheets[paper.id], paper, found.programme.fields, forms)


def papers(recommender: Recommender, *, masked: bool = False) -> bytes:
    """A ZIP of the official forms, filled, by their number in the list and the name of the studio.

    masked: without personal values.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for place, (row, values) in enumerate(_sheets(chosen(recommender), masked=masked), start=1):
            found, wanted = applications.programme_of(row), applications.papers(row)
            kept = check_answers(found.programme.fields, values).values
            for paper in wanted:
                content = fill(found.words[paper.id], write_paper(paper, found.programme.fields, kept))
                more = f"-{paper.title}" if len(wanted) > 1 else ""
                info = zipfile.ZipInfo(f"{place:02d}-{file_name(f'{row}{more}')}.docx", _FIRST_DAY)
                info.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(info, content)
    return out.getvalue()


def file_name(said: str) -> str:
    """A name that every office computer can keep: no sign that a path is made of, not too long."""
    return _UNFIT.sub("_", said).strip(" .")[:60] or "未命名"


def contact_fields(recommender: Recommender) -> list[Field]:
    """What the papers ask of the recommender beside its opinion."""
    known = {"contact_name", "contact_phone"}
    fields = rounds.opened(recommender.round).programme.fields
    return [field for field in fields if field.key in known and field.by == Role.RECOMMENDER.value]


@dataclass(frozen=True, slots=True)
class ToBring:
    """Something that the notice wants handed in. made: the program makes it; sheet: it is the 汇总表."""

    deliverable: Deliverable
    made: bool
    sheet: bool

    @property
    def shared(self) -> bool:
        """Whether it comes once for all studios."""
        return self.deliverable.each != EACH_STUDIO


def deliverables(recommender: Recommender) -> list[ToBring]:
    """What the recommender hands in by the notice."""
    programme = rounds.opened(recommender.round).programme
    ways = {route.id for route in programme.routes if route.quota_of == recommender.klass}
    made = []
    for one in programme.deliverables:
        by = {one.by_route.get(way, one.by) for way in ways} or {one.by}
        paper = programme.paper(one.paper) if one.paper else None
        if Role.RECOMMENDER.value in by:
            sheet = paper is not None and paper.kind == "excel"
            made.append(ToBring(one, sheet or (paper is not None and paper.fillable), sheet))
    return made
