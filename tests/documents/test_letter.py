"""A letter as Word and WPS read it: heading, table, page numbers of full runs; nothing is lost, also in LibreOffice."""

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from jiangfang.documents.word.letter import BLANK, FANG, HEI, Heading, Letter, Rows, Sentence, write_letter
from tests.components import needs
from tests.documents.office import converted, pages

DAY = date(2024, 11, 8)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RARE = "堃喆玥䶮𬭎"
WHOLE = Letter(
    title="关于补交支撑材料的通知",
    subtitle="示例焊接创新工作室",
    to="示例机械厂",
    blocks=(
        Heading("一、基础条件"),
        Heading("（一）基础情况", 2),
        Sentence("请补下面的材料：\n第二行"),
        Rows(("序号", "材料"), (("1", f"成立文件{RARE}"), ("2", "两\n行")), (1, 4)),
        Sentence("近一年的情况：", open=True),
        Sentence("这一段请删去", note=True),
    ),
    signed=("示例县总工会", "2024年11月8日"),
    author="示例县总工会",
    day=DAY,
)


def main_of(content: bytes, part: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(part))


def test_it_says_everything_in_its_order() -> None:
    document = docx.Document(io.BytesIO(write_letter(WHOLE)))
    said = [one.text for one in document.paragraphs if one.text]
    assert said == [
        "关于补交支撑材料的通知",
        "示例焊接创新工作室",
        "示例机械厂：",
        "一、基础条件",
        "（一）基础情况",
        "请补下面的材料：\n第二行",
        f"近一年的情况：{BLANK}",
        "这一段请删去",
        "示例县总工会",
        "2024年11月8日",
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["序号", "材料"],
        ["1", f"成立文件{RARE}"],
        ["2", "两\n行"],
    ]
    assert [one.style.name for one in document.paragraphs if one.style and one.style.name.startswith("Head")] == [
        "Heading 1",
        "Heading 2",
    ]


def test_chinese_is_set_in_the_faces_of_official_papers() -> None:
    runs = main_of(write_letter(WHOLE)).iter(f"{WORD}r")
    faces = {
        "".join(run.itertext()): run.find(f"{WORD}rPr/{WORD}rFonts").get(f"{WORD}eastAsia")  # type: ignore[union-attr]
        for run in runs
    }
    assert faces["一、基础条件"] == HEI
    assert faces["示例机械厂："] == FANG


def test_it_is_chinese_to_whoever_lacks_its_fonts_and_columns_are_as_wide_as_they_should_be() -> None:
    content = write_letter(WHOLE)
    spoken = [one.get(f"{WORD}eastAsia") for one in main_of(content, "word/styles.xml").iter(f"{WORD}lang")]
    assert set(spoken) == {"zh-CN"}
    wide = [int(one.get(f"{WORD}w", "0")) for one in main_of(content).iter(f"{WORD}gridCol")]
    assert 3.9 < wide[1] / wide[0] < 4.1


def test_the_page_number_is_written_as_full_runs_for_wps() -> None:
    foot = main_of(write_letter(WHOLE), "word/footer1.xml")
    assert foot.findall(f".//{WORD}fldSimple") == []
    marks = [
        one.get(f"{WORD}fldCharType") or (one.text or "").strip()
        for one in foot.iter(f"{WORD}fldChar", f"{WORD}instrText", f"{WORD}t")
    ]
    assert marks == ["—", "begin", "PAGE", "separate", "1", "end", "—"]
    runs = [run for run in foot.iter(f"{WORD}r") if run.find(f"{WORD}fldChar") is not None]
    assert len(runs) == 3


def test_the_head_of_a_table_stands_on_every_page_and_no_row_is_torn() -> None:
    rows = list(main_of(write_letter(WHOLE)).iter(f"{WORD}tr"))
    assert [row.find(f"{WORD}trPr/{WORD}tblHeader") is not None for row in rows] == [True, False, False]
    assert all(row.find(f"{WORD}trPr/{WORD}cantSplit") is not None for row in rows)


def test_equal_letters_are_equal_files_and_tell_nothing_of_this_machine() -> None:
    first = write_letter(WHOLE)
    assert first == write_letter(WHOLE)
    said = docx.Document(io.BytesIO(first)).core_properties
    assert (said.title, said.author, said.last_modified_by, said.comments) == (WHOLE.title, "示例县总工会", "", "")
    assert (said.created and said.created.date(), said.modified and said.modified.date()) == (DAY, DAY)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_written_and_is_read_back(text: str, cell: str) -> None:
    letter = Letter(title="通知", blocks=(Sentence(text), Rows(("一",), ((cell,),))), day=DAY, author=text)
    document = docx.Document(io.BytesIO(write_letter(letter)))
    assert letters(text) in "".join(letters(one.text) for one in document.paragraphs)
    assert letters(document.tables[0].rows[1].cells[0].text) == letters(cell)


def letters(text: str) -> str:
    return "".join(one for one in text if one.isprintable() and not one.isspace() and not 0xD800 <= ord(one) <= 0xDFFF)


@needs("libreoffice", "cjk-font")
def test_every_letter_arrives_in_libreoffice_with_numbered_pages(tmp_path: Path) -> None:
    long = Rows(("序号", "材料"), tuple((str(place), f"材料{place}") for place in range(1, 101)))
    content = write_letter(Letter(title=WHOLE.title, to="示例机械厂", blocks=(*WHOLE.blocks, long), day=DAY))
    found = pages(converted({"letter.docx": content}, "pdf", tmp_path)["letter"])
    squeezed = ["".join(one.split()) for one in found]
    assert len(found) > 2
    assert all(f"—{place}—" in one for place, one in enumerate(squeezed, start=1))
    assert all("序号材料" in one for one in squeezed)
    assert f"成立文件{RARE}" in squeezed[0]
    assert f"材料{100}" in squeezed[-1]
