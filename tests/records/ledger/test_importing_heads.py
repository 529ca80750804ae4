"""Lists that nobody made for us: their headings, their row numbers, and rows that are nearly the same."""

import html
from collections.abc import Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiangfang.records.ledger.models import Entry
from jiangfang.records.studios.models import Studio
from tests.records.ledger.paging import as_, place, text
from tests.records.ledger.test_importing import kept, sheet
from tests.records.world import City

THERE = "import/training/"


class Answer:
    """A page of the import, as text, and what can be done with it."""

    def __init__(self, client: Client, studio: Studio, rows: str | Sequence[Sequence[object]]) -> None:
        if isinstance(rows, str):
            sent: dict[str, object] = {"paste": rows}
        else:
            sent = {"file": SimpleUploadedFile("示例.xlsx", sheet(*rows)), "paste": ""}
        self.client, self.studio = client, studio
        self.page = client.post(place(studio, THERE), sent)
        self.says = html.unescape(text(self.page))

    def confirm(self, **more: object) -> str:
        sent = {"list": kept(self.page), **more}
        assert self.client.post(place(self.studio, f"{THERE}confirm/"), sent).status_code == 303
        return text(self.client.get(place(self.studio)))


@pytest.fixture
def desk(town: City) -> Client:
    return as_(town.worker)


def test_columns_that_are_not_known_are_named_and_the_rest_is_read(studio: Studio, desk: Client) -> None:
    answer = Answer(desk, studio, "培训名称\t日期\t对内或对外\t培训人数\t备注\n焊接\t2024-05-01\t对内\t30\t很好")
    assert answer.page.status_code == 200
    assert "这几栏没有认出来：备注，不会读入" in answer.says and "新的 1 条" in answer.says
    assert "加了 1 条培训" in answer.confirm()
    made = Entry.objects.get()
    assert (made.title, str(made.first), made.values) == ("焊接", "2024-05-01", {"side": "对内", "count": 30})


def test_a_sheet_with_headings_of_its_own(studio: Studio, desk: Client) -> None:
    head = ("序号", "培训名称", "日期", "对内/对外", "人数", "授课人", "备注")
    answer = Answer(desk, studio, [("2024年培训一览",), head, (1, "焊接", "2024-05-01", "对内", 30, "示例甲", "")])
    assert answer.page.status_code == 200
    assert "这几栏没有认出来：授课人、备注，不会读入" in answer.says
    answer.confirm()
    assert Entry.objects.get().values == {"side": "对内", "count": 30}


def test_a_line_of_headings_is_never_an_entry(studio: Studio, desk: Client) -> None:
    answer = Answer(desk, studio, "名称\t日期\t对内/对外\t人数\n焊接\t2024-05-01\t对内\t30")
    assert "共 1 行" in answer.says and "没有认出来" not in answer.says
    only = Answer(desk, studio, "2024年培训\n名称\n焊接")
    assert "共 1 行" in only.says and "第 3 行 培训人数没有写" in only.says


def test_rows_are_numbered_as_the_lines_that_were_pasted_and_stay_in_order(studio: Studio, desk: Client) -> None:
    lines = [
        "培训名称\t日期\t对内或对外\t培训人数",
        "",
        '好\t2024-05-01\t对内\t"3\n"',
        "坏\t那天\t对内\t3",
        "又好\t\t对内\t3",
    ]
    answer = Answer(desk, studio, "\n".join(lines))
    assert "第 5 行 培训日期写的是“那天”" in answer.says
    rows = [answer.says.index(f'id="field-row-{number}"') for number in (3, 5, 6)]
    assert rows == sorted(rows)


def test_what_is_wrong_far_below_is_shown_too(studio: Studio, desk: Client) -> None:
    rows = [f"培训{number}\t2024-05-01\t对内\t3" for number in range(210)] + ["坏\t那天\t对内\t3"]
    answer = Answer(desk, studio, "\n".join(rows))
    assert 'id="field-row-211"' in answer.says and "还有 11 行没有列出来" in answer.says
    assert answer.says.index('id="field-row-1"') < answer.says.index('id="field-row-211"')


TWO = "\n".join(
    ("培训名称\t日期\t对内或对外\t培训人数", *(f"焊接\t2024-05-01\t对内\t{count}" for count in (30, 40, 40)))
)


def test_the_same_day_with_another_figure_is_a_question(studio: Studio, desk: Client) -> None:
    answer = Answer(desk, studio, TWO)
    assert "和第 2 行名称、日期一样，别的不一样：培训人数那行是“30”，这行是“40”" in answer.says
    assert "和第 3 行一样" in answer.says and "和第 2 行一样" not in answer.says
    told = answer.confirm()
    assert "加了 1 条培训，2 条和前面的行名称、日期一样，没有再加" in told and "原来就有" not in told
    assert Entry.objects.get().values["count"] == 30


def test_what_is_ticked_is_another_entry(studio: Studio, desk: Client) -> None:
    told = Answer(desk, studio, TWO).confirm(also=["3"])
    assert "加了 2 条培训，1 条和前面的行名称、日期一样，没有再加" in told
    assert sorted(one.values["count"] for one in Entry.objects.all()) == [30, 40]
    again = Answer(desk, studio, TWO + "\n钳工\t2024-05-01\t对内\t5")
    assert "1 条培训，3 条原来就有，没有再加" in again.confirm(also=["3"])


def test_a_cell_that_takes_in_all_below_is_refused_and_stays_in_its_box(studio: Studio, desk: Client) -> None:
    text = '培训名称\t日期\n\n"焊接' + "\t2024-05-01\n钳工" * 2_000 + '"'
    answer = Answer(desk, studio, text)
    assert (answer.page.status_code, "第 3 行有一格超过 20000 个字符，一行也没有读入" in answer.says) == (422, True)
    assert text in answer.says.replace("\r\n", "\n")
