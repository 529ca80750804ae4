"""The inbox and the table of papers as lines of an Excel file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.timezone import localtime

from jiangfang.core.receiving import FORM_TITLES, Form, Item, Standing
from jiangfang.core.receiving import Cell as Came
from jiangfang.documents.excel.table import Cell, Column
from jiangfang.stages.announce.models import Round
from jiangfang.stages.receive import queries
from jiangfang.stages.receive.models import Receiving
from jiangfang.stages.receive.queries import DIRECT, STATUSES, Line, Row, Table, WantedPapers

AT_ONCE = 500
INBOX = (
    *(Column("推荐单位", 28), Column("类别", 18), Column("情况", 16), Column("名额", 26), Column("已开始", 9)),
    *(Column("已提交", 9), Column("已推荐", 9), Column("已报送", 9), Column("已受理", 9), Column("退回", 9)),
    *(Column("最近报送", 22), Column("最晚", 16), Column("还差什么", 60)),
)
_OWNER = (Column("推荐单位", 28), Column("工作室", 34), Column("单位", 28), Column("编号", 12))
ONCE = "（推荐单位交一次）"


def inbox_lines(found: Sequence[Line]) -> Iterator[list[Cell]]:
    """A line for each recommender, those who apply directly as one."""
    for line in found:
        numbers = line.numbers
        unsent = [f"推荐了没报送 {line.unsent} 份"] if line.unsent and numbers.due else []
        yield [
            line.name,
            line.klass,
            f"{STATUSES[line.status]}{'，已过期' if line.overdue else ''}",
            line.says,
            numbers.started,
            numbers.submitted,
            line.recommended if line.recommender else None,
            numbers.due,
            numbers.received,
            numbers.with_unit + numbers.back,
            localtime(line.handed_in_at) if line.handed_in_at else None,
            line.last,
            "；".join([*unsent, *line.wanting]),
        ]


def things(found: Table, wanted: WantedPapers) -> list[tuple[Item, Form]]:
    """What somebody has to bring, those of a studio before those of a recommender, each form by itself."""
    items = [one for shared in (False, True) for one in queries.asked(found.plan, wanted, shared=shared)]
    return [(one, form) for one in items for form in Form if one.wanted(form)]


def paper_columns(asked: Sequence[tuple[Item, Form]]) -> list[Column]:
    """Of each thing how many are wanted and came, and when the last one was here."""
    made = [*_OWNER, Column("最晚", 16), Column("还差", 8)]
    for item, form in asked:
        called = f"{item.short}（{FORM_TITLES[form]}）"
        made += [Column(f"{called}应交", 14), Column(f"{called}实收", 14), Column(f"{called}收齐日期", 16)]
    return made


def paper_lines(
    found: Table, wanted: WantedPapers, ids: Sequence[int], asked: Sequence[tuple[Item, Form]]
) -> tuple[int, Iterator[list[Cell]]]:
    """What recommenders bring once, then a line for each studio in the order of the ids; and how many lines in all."""
    came = queries.came_of(found.round, ids[:AT_ONCE])
    shared = queries.shared_rows(found, came, wanted)

    def rows() -> Iterator[Row]:
        yield from shared
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            mine = came if start == 0 else queries.came_of(found.round, some)
            yield from queries.rows_of(found, some, mine, wanted)

    return len(shared) + len(ids), (_paper_line(row, asked) for row in rows())


def _paper_line(row: Row, asked: Sequence[tuple[Item, Form]]) -> list[Cell]:
    one = row.application
    cells = {(pair.item.id, form): came for pair in row.pairs for form, came in _forms(pair.paper, pair.electronic)}
    made: list[Cell] = [
        row.recommender.organisation.name if row.recommender else DIRECT,
        one.studio_name if one else ONCE,
        one.unit.name if one else "",
        one.number if one else "",
        row.last,
        row.lacking,
    ]
    for item, form in asked:
        came = cells.get((item.id, form))
        made += [None, None, None] if came is None else [came.wanted, came.came, _here(came)]
    return made


def _forms(paper: Came, electronic: Came) -> Iterator[tuple[Form, Came]]:
    yield Form.PAPER, paper
    yield Form.ELECTRONIC, electronic


def _here(came: Came) -> Cell:
    """The day; with a word where it was late, only a word where it is wanting after its day."""
    if came.standing is Standing.LATE and came.here_on is not None:
        return f"{came.here_on.year}年{came.here_on.month}月{came.here_on.day}日（迟）"
    return "已过期" if came.overdue else came.here_on


def received_at(ids: Sequence[int], rounds: Sequence[Round]) -> dict[int, Cell]:
    """When each was received; of what was given back or sent back since nothing."""
    there = {one.pk: queries.plan_of(one).stations.received for one in rounds}
    rows = Receiving.objects.filter(application__in=ids).order_by("at", "pk")
    kept = rows.values_list("application", "at", "application__round", "application__state")
    return {pk: localtime(at) for pk, at, round, state in kept if state in there.get(round, ())}
