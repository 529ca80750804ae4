"""Whom to urge, and for what: recommenders for the city, units for their recommender."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery

from jiangfang.core.fields.date import long_day
from jiangfang.core.people import Role
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.announce.models import Recommender, Round
from jiangfang.stages.apply.models import Application, Opinion, Return
from jiangfang.stages.receive.queries.inbox import Line, inbox
from jiangfang.stages.recommend import queries as lists

MOST = 500


@dataclass(frozen=True, slots=True)
class Urged:
    """Somebody who is to do something. group: one of `GROUPS`; says: what, in words.

    body: the organisation to write to, 0 for several; pk: of its recommender, or 0.
    """

    group: str
    name: str
    says: str
    body: int = 0
    pk: int = 0


GROUPS = {
    "back": "退回没有再报",
    "late": "期限已过，没有报送或没有报齐",
    "none": "还没有报送",
    "silent": "所属单位还没有开始",
    "short": "没有报齐",
}
UNIT_GROUPS = {
    "returned": "退回没有改好",
    "void": "意见要重新签",
    "waits": "等单位工会签意见",
    "writing": "填写中，没有提交",
    "silent": "还没有开始",
}


def chased(round: Round, today: date) -> list[Urged]:
    """Whom the city has to urge, by what is worst first."""
    found = [one for line in inbox(round, today) if (one := _urged(line, today)) is not None]
    order = list(GROUPS)
    return sorted(found, key=lambda one: order.index(one.group))


def _urged(line: Line, today: date) -> Urged | None:
    numbers, pk = line.numbers, line.recommender.pk if line.recommender else 0
    said = []
    if numbers.back:
        until = f"，{long_day(line.back_due)}以前再报" if line.back_due else ""
        said.append(f"退回的 {numbers.back} 份还没有再报{until}")
    if line.unsent:
        said.append(f"推荐了的 {line.unsent} 份还没有报送")
    if line.lacks:
        said.append("还差" + "，".join(line.wanting))
    if pk and not numbers.due and not line.unsent:
        said.append(_silent(line))
    if line.quota and pk and (short := line.quota.short(line.recommended)):
        said.append(f"离最少的名额还差 {short} {line.quota.unit}")
    if not said:
        return None
    return Urged(
        _group(line), line.name, "；".join(said), line.recommender.organisation_id if line.recommender else 0, pk
    )


def _silent(line: Line) -> str:
    numbers = line.numbers
    if not numbers.started:
        return "所属单位还没有一家开始填"
    if not numbers.submitted:
        return f"{numbers.started} 份在填，还没有提交"
    return f"收到 {numbers.submitted} 份，还没有推荐"


def _group(line: Line) -> str:
    if line.numbers.back:
        return "back"
    if line.overdue:
        return "late"
    if line.numbers.due:
        return "short"
    return "none" if line.numbers.started else "silent"


def chased_units(recommender: Recommender, today: date) -> list[Urged]:
    """Which of its units a recommender has to urge: how far they are, never what they wrote."""
    found = [*_on_their_way(recommender), *_silent_units(recommender, today)]
    order = list(UNIT_GROUPS)
    return sorted(found, key=lambda one: order.index(one.group))


def _silent_units(recommender: Recommender, today: date) -> Iterable[Urged]:
    for one in lists.waiting(list(lists.silent_units(recommender, today)[:MOST])):
        yield Urged("writing" if one.begun else "silent", one.unit.name, one.says, one.unit.pk)


def _on_their_way(recommender: Recommender) -> Iterable[Urged]:
    """What was handed in by its unit and is with it again, or with its union."""
    workflow = rounds.opened(recommender.round).programme.workflow
    mending = {step.to for step in workflow.steps if step.returns}
    signing = {name for step in workflow.steps if step.deed == "endorse" for name in step.source}
    given = Opinion.objects.filter(
        application=OuterRef("pk"), role=Role.UNIT_UNION.value, withdrawn_at__isnull=True
    ).order_by("-given_at", "-pk")
    due = Return.objects.filter(application=OuterRef("pk"), answered_at__isnull=True).order_by("-at", "-pk")
    rows = Application.objects.filter(recommender=recommender).exclude(state=workflow.start().state)
    rows = rows.annotate(signed=Subquery(given.values("version")[:1]), until=Subquery(due.values("due")[:1]))
    void = Q(signed__lt=F("material_version")) & ~Q(state__in=_over(recommender))
    rows = rows.filter(Q(state__in=[*mending, *signing]) | void).select_related("unit").defer("answers", "rough")
    for row in rows.order_by("unit__path", "pk")[:MOST]:
        if row.state in mending:
            until = f"，{long_day(row.until)}以前改好" if row.until else ""
            yield Urged("returned", row.unit.name, f"“{row}”退回补正，还没有改好{until}", row.unit_id)
        elif row.state in signing:
            yield Urged("waits", row.unit.name, f"“{row}”等所在单位工会签意见", row.unit_id)
        else:
            yield Urged("void", row.unit.name, f"“{row}”改过，所在单位工会要重新签意见", row.unit_id)


def _over(recommender: Recommender) -> list[str]:
    """The states in which nothing is waited for."""
    return [state.id for state in rounds.opened(recommender.round).programme.workflow.states if state.final]


def text_of(round: Round, found: Iterable[Urged], last: date | None, today: date) -> str:
    """The same as a text for a chat group."""
    lines = [f"{one.name}：{one.says}。" for one in found]
    return "\n".join([f"《{round.name}》{_until(last, today)}请以下单位抓紧：", *lines])


def letter_of(round: Round, title: str, last: date | None, today: date) -> str:
    """A text for each of several to read by itself, so it names nobody. title: of their group, if it is one."""
    what = f"贵单位还有没办完的：{title}。" if title else "贵单位还有没办完的，"
    return f"《{round.name}》{_until(last, today)}\n{what}请抓紧办理；是哪几份、还差什么，登录以后看工作台。"


def _until(last: date | None, today: date) -> str:
    return f"报送截止 {long_day(last)}（当天也算），{_left(last, today)}。" if last else ""


def _left(last: date, today: date) -> str:
    left = (last - today).days
    if left < 0:
        return f"已过 {-left} 天"
    return f"还有 {left} 天" if left else "今天截止"
