"""Word files about an application: what is wanting, as a letter to its unit; the draft of its 近一年工作总结."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings

from jiangfang.core.conditions.days import years_later
from jiangfang.core.evidence import Coverage
from jiangfang.core.fields.date import long_day
from jiangfang.core.ledger.numbers import Span
from jiangfang.core.people import Role
from jiangfang.core.problems import Refused, error
from jiangfang.core.proving import Line, Proving
from jiangfang.documents.word.letter import Block, Letter, Rows, Sentence, write_letter
from jiangfang.records.ledger import queries as ledger
from jiangfang.records.people.models import Hat
from jiangfang.stages.announce import queries as rounds
from jiangfang.stages.apply import queries as applications
from jiangfang.stages.apply.models import Application
from jiangfang.stages.prove.drafting import Year, blocks
from jiangfang.stages.prove.queries import standing
from jiangfang.stages.prove.queries.bound import called

_HEAD = ("序号", "提纲第几项", "要补的材料", "盖章", "情况")
_WIDTHS = (0.5, 1.4, 2.2, 1.4, 1.3)
_WANTING = (Coverage.PARTLY, Coverage.MISSING)
_DRAFTED = "（本稿由匠坊按台账起草，统计到 {}。请逐条核对、改写、补上空着的地方，再盖章提交；这一段请删去。）"


def missing_letter(application: Application, *, live: bool, hat: Hat, day: date, due: date | None = None) -> bytes:
    """What is wanting, as a letter of the hat's body to the unit. due: by when. Raises Refused where nothing is."""
    found = standing.standing(application, live=live)
    rows = _wanting(found)
    if not rows:
        raise Refused([error("nothing_missing", "", "支撑材料已经齐了，没有要补的，不用写通知")])
    number = f"（申报编号 {application.number}）" if application.number else ""
    until = f"请在 {long_day(due)}前补齐" if due else "请尽快补齐"
    begin = (
        f"你单位申报的“{called(application)}”{number}，对照《{_programme(application)}》的支撑材料提纲，"
        f"下面 {len(rows)} 处还要补。{until}，在匠坊“支撑材料”一页上传后重新提交；"
        "确实没有的，在那一项写明不适用的理由。"
    )
    more = [Sentence(f"联系人和电话：{contact}") for contact in _contacts(application, hat)]
    letter = Letter(
        title="关于补交支撑材料的通知",
        to=application.unit.name,
        blocks=(Sentence(begin), Rows(_HEAD, rows, _WIDTHS), *more),
        signed=(hat.organisation.name, long_day(day)),
        author=hat.organisation.name,
        day=day,
    )
    return write_letter(letter)


def _programme(application: Application) -> str:
    return applications.programme_of(application).programme.notice.title


def _wanting(found: Proving) -> tuple[tuple[str, ...], ...]:
    """A row for every proof that is not there or not sealed, and for every paper of its own."""
    made: list[tuple[str, str, str, str]] = []
    for line in found.lines:
        if line.coverage in _WANTING:
            made += _of_line(line)
    made += [("另交", paper.title, "加盖公章" if paper.stamped else "—", "还没有交") for paper in found.lacking]
    return tuple((str(place), *row) for place, row in enumerate(made, start=1))


def _of_line(line: Line) -> list[tuple[str, str, str, str]]:
    named = f"第 {line.indicator.number} 项{line.indicator.name}"
    lacking = {one.id for one in line.wanting}
    made = []
    for one in line.proofs:
        if one.proof.id in lacking or one.open:
            how = "没有附" if one.proof.id in lacking else f"有 {one.lacks}"
            made.append((named, one.proof.name, one.proof.stamp or "—", how))
    return made


def _contacts(application: Application, hat: Hat) -> list[str]:
    """Whom the unit may ask: of the recommender itself, of the city whom the notice names."""
    recommender = application.recommender
    if hat.role == Role.RECOMMENDER and recommender is not None:
        said = f"{recommender.contact_name}　{recommender.contact_phone}".strip()
        return [said] if said else []
    if hat.role != Role.CITY or settings.SAMPLE:
        return []
    contacts = applications.programme_of(application).programme.notice.contacts
    return [f"{'、'.join(one.names)}　{one.phone}" for one in contacts]


def summary_draft(application: Application, *, day: date) -> bytes:
    """The draft of the year's summary, out of the ledger of its studio; open everywhere where it has none."""
    programme, studio = applications.programme_of(application).programme, applications.studio_of(application)
    ends = rounds.period_ends(application.round) or day
    entries = ledger.entries(studio, papers=False) if studio else []
    year = Year(
        outline=programme.outline,
        kinds={kind.id: kind for kind in programme.ledger_kinds},
        entries=entries,
        year=Span(years_later(ends, -1) + timedelta(days=1), ends),
        reasons={line.indicator.id: line.reason for line in standing.standing(application, live=True).lines},
    )
    first: list[Block] = [Sentence(_DRAFTED.format(long_day(ends)), note=True), *_opening(application, year.year)]
    letter = Letter(
        title="近一年工作总结",
        subtitle=called(application),
        blocks=(*first, *blocks(year)),
        signed=(application.unit.name, "　　　　年　　月　　日"),
        author=application.unit.name,
        day=day,
    )
    return write_letter(letter)


def _opening(application: Application, year: Span) -> list[Block]:
    """Whose studio it is and since when, as far as it is known; which year is told of; a line to go on from there."""
    studio = applications.studio_of(application)
    said = [f"{called(application)}由{application.unit.name}建立"]
    if studio is not None and studio.founded_on:
        began, month, *_ = (*studio.founded_on.split("-"), "")
        said.append(f"成立于{began}年{f'{int(month)}月' if month else ''}")
    leader = studio.leader_name if studio is not None else application.leader_name
    if leader:
        said.append(f"领衔人{leader}")
    days = f"（{long_day(year.first)}至{long_day(year.last)}）" if year.first and year.last else ""
    return [Sentence(f"{'，'.join(said)}。近一年{days}的工作总的情况："), Sentence("", open=True)]
