"""A list to be sealed as a PDF: every row of it, rare characters, long titles, three hundred rows."""

import io

import pytest
from pypdf import PdfReader

from jiangfang.core.ledger.entries import Entry
from jiangfang.core.ledger.listing import listing
from jiangfang.core.problems import Refused
from jiangfang.documents.pdf.fonts import STANDS_FOR_MISSING, fonts
from jiangfang.documents.pdf.listing import MOST, Sheet, printed
from tests.components import needs
from tests.core.ledger.making import entry, kind
from tests.documents.pdf.material import sizes, texts

pytestmark = needs("cjk-font")
ACROSS, UPRIGHT = (842, 595), (595, 842)


def sheet(*entries: Entry, of: str = "training", title: str = "示例名单") -> Sheet:
    lines = (("工作室", "示例焊接创新工作室"), ("单　位", "示例机械厂"))
    return Sheet(title, lines, (listing(kind(of), entries),), ("单位（盖章）：",), "示例机械厂　示例焊接创新工作室")


def said(made: bytes) -> list[str]:
    """What its pages say, without white space."""
    return ["".join(page.replace("\u200b", "").split()) for page in texts(made)]


def many(count: int) -> list[Entry]:
    return [
        entry(id, "training", f"示例培训第{id}场", "2024-05-20", count=2, side="对内") for id in range(1, count + 1)
    ]


def test_what_stands_in_it_is_read_out_of_it_again() -> None:
    (page,) = said(printed(sheet(*many(13)), fonts()).content)
    for words in (
        "示例名单",
        "工作室示例焊接创新工作室",
        "单位示例机械厂",
        "序号培训名称培训日期",
        "单位（盖章）：年月日",
    ):
        assert words in page, words
    rows = [f"{id}示例培训第{id}场2024-05-20对内2" for id in range(1, 14)]
    assert "".join(rows) in page
    assert "合计26" in page
    assert "第1页共1页" in page


def test_equal_lists_have_equal_bytes_and_others_have_not() -> None:
    first, again, other = (printed(sheet(*many(count)), fonts()).content for count in (3, 3, 4))
    assert first == again
    assert first != other


def test_three_hundred_rows_go_over_pages_below_the_same_heads_and_the_seal_is_not_alone() -> None:
    pages = said(printed(sheet(*many(300)), fonts()).content)
    assert len(pages) > 5
    assert all("序号培训名称" in page for page in pages[:-1])
    whole = "".join(pages)
    assert [id for id in range(1, 301) if f"示例培训第{id}场2024" not in whole] == []
    assert "示例培训第300场" in pages[-1]
    assert "合计600" in pages[-1]
    assert "单位（盖章）：" in pages[-1]
    assert sum("单位（盖章）：" in page for page in pages) == 1
    assert f"第{len(pages)}页共{len(pages)}页" in pages[-1]


@pytest.mark.parametrize("count", range(20, 60, 3))
def test_the_seal_stands_on_a_page_with_the_last_row_however_many_there_are(count: int) -> None:
    assert f"示例培训第{count}场" in said(printed(sheet(*many(count)), fonts()).content)[-1]


def test_long_titles_and_addresses_stay_within_their_cells() -> None:
    title, link = "很长的名称" * 40, "https://example.invalid/" + "a" * 300
    made = printed(sheet(entry(1, "publicity", title, "2024-05-20", link=link), of="publicity"), fonts()).content
    whole = "".join(said(made))
    assert title in whole
    assert link in whole
    for page in PdfReader(io.BytesIO(made)).pages:
        spots = list[float]()

        def met(text: str, cm: list[float], tm: list[float], *more: object, spots: list[float] = spots) -> None:
            spots.append(tm[4])

        page.extract_text(visitor_text=met)
        assert max(spots) < float(page.mediabox.width) - 20 * 72 / 25.4


def test_a_text_longer_than_a_page_is_not_cut() -> None:
    story = "".join(f"第{place}句示例。" for place in range(1500))
    made = printed(sheet(entry(1, "division", "示例分工", "2024-05-20", content=story), of="division"), fonts()).content
    pages = said(made)
    assert len(pages) > 1
    parts = (page.partition("示例机械厂示例焊接创新工作室第")[0] for page in pages)
    body = "".join(part.replace("序号名称确定日期分工情况", "") for part in parts)
    assert [place for place in range(1500) if f"第{place}句示例。" not in body] == []


def test_a_wide_table_lies_across_and_a_narrow_one_does_not() -> None:
    wide = entry(1, "benefit", first="2024", revenue="1", savings="2", total="3", reckoning="示例", confirmed_by="示例")
    assert set(sizes(printed(sheet(wide, of="benefit"), fonts()).content)) == {ACROSS}
    assert set(sizes(printed(sheet(*many(2)), fonts()).content)) == {UPRIGHT}


def test_rare_characters_of_names_stand_there_or_are_told() -> None:
    taught = entry(1, "training", "示例", "2024-05-20", people=["示例喆", "𠮷示例", "示\U000f0000例"])
    made = printed(sheet(taught), fonts())
    (page,) = said(made.content)
    assert "示例喆" in page
    assert ("𠮷示例" in page) is ("𠮷" not in made.lacking)
    assert f"示{STANDS_FOR_MISSING}例" in page
    assert "\U000f0000" in made.lacking


def test_nothing_in_it_is_read_as_markup() -> None:
    hostile = '#panic("示例") $x$ *示例* <a> @b \\ `c` [d] // e'
    (page,) = said(printed(sheet(entry(1, "training", hostile, "2024-05-20"), title=hostile), fonts()).content)
    assert page.count("".join(hostile.split())) == 2


def test_more_rows_than_a_list_takes_are_refused_with_a_sentence() -> None:
    with pytest.raises(Refused, match=f"最多列 {MOST} 条"):
        printed(sheet(*many(MOST + 1)), fonts())
