"""A list of units in Excel: written, read back, and what is said of files that are none. And the QR code of a card."""

import io
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from jiangfang.core.problems import Refused
from jiangfang.documents.excel import apart
from jiangfang.documents.excel.people import LARGEST, MOST, UnitLine, empty_list, read_units
from jiangfang.documents.qr import qr
from tests.components import needs

HEAD = ["单位名称", "上级", "身份"]
ROLES = ["申报单位", "所在单位工会"]


def sheet(*rows: Sequence[object], name: str = "名单", first: int = 0) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    made = book.add_worksheet(name)
    for place, row in enumerate(rows, first):
        made.write_row(place, 0, row)
    book.close()
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read_units(content)
    (problem,) = caught.value.problems
    assert problem.where == "file"
    return problem.message


@pytest.mark.parametrize("above", [True, False])
def test_the_empty_list_has_headings_a_choice_and_says_how(above: bool) -> None:
    book = openpyxl.load_workbook(io.BytesIO(empty_list(ROLES, above)))
    made = book.worksheets[0]
    titles = [cell.value for cell in made[1]]
    assert titles == (HEAD if above else ["单位名称", "身份"])
    (choice,) = made.data_validations.dataValidation
    assert choice.formula1 == '"申报单位,所在单位工会"'
    assert f"{choice.sqref}".startswith("C2" if above else "B2")
    assert any("上级" in str(row[0].value) for row in book.worksheets[1].iter_rows()) is above


def test_an_empty_list_that_nobody_filled_in() -> None:
    assert "一行也没有填" in refusal(empty_list(ROLES, True))


def test_lines_keep_the_numbers_of_their_rows() -> None:
    rows: list[list[object]] = [
        ["示例名单"],
        [*HEAD],
        [" 示例一厂 ", "示例县总工会", "申报单位"],
        [],
        ["示例二厂"],
        [None, None, "x"],
    ]
    assert read_units(sheet(*rows, first=1)) == [
        UnitLine(4, "示例一厂", "示例县总工会", "申报单位"),
        UnitLine(6, "示例二厂"),
        UnitLine(7, "", "", "x"),
    ]


def test_columns_are_found_by_their_headings() -> None:
    rows: list[list[object]] = [
        ["序号", "身份（可不填）", "推荐单位", " 单位 名称* ", "单位名称"],
        [1, "工会", "示例县", "示例厂", "别的"],
    ]
    assert read_units(sheet(*rows)) == [UnitLine(2, "示例厂", "示例县", "工会")]


def test_a_name_of_digits_is_no_number() -> None:
    found = read_units(sheet(HEAD, [3536], [True], [3536.5]))
    assert [line.name for line in found] == ["3536", "是", "3536.5"]


def test_the_list_may_stand_on_a_later_sheet() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("封面").write(0, 0, "说明")
    book.add_worksheet("名单").write_column(0, 0, ["单位名称", "示例厂"])
    book.close()
    assert read_units(out.getvalue()) == [UnitLine(2, "示例厂")]


@needs("libreoffice")
def test_an_old_xls_is_read(tmp_path: Path) -> None:
    plain = tmp_path / "a.xlsx"
    plain.write_bytes(sheet(HEAD, ["示例厂", "", "所在单位工会"]))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "xls", plain.name],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    assert read_units((tmp_path / "a.xls").read_bytes()) == [UnitLine(2, "示例厂", "", "所在单位工会")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "文件是空的"),
        (b"hello", "不是 Excel 文件"),
        (b"PK\x03\x04 torn", "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 torn", "打不开"),
        (b"PK" + b"\0" * LARGEST, "超过 5 MB"),
        (sheet(["别的", "栏目"], ["示例厂"]), "没有“单位名称”这一栏"),
        (sheet(HEAD), "一行也没有填"),
        (sheet(HEAD, *([f"示例{number}厂"] for number in range(MOST + 1))), "一次最多 2000 行"),
    ],
    ids=["empty", "text", "torn", "torn-old", "large", "no-head", "no-row", "long"],
)
def test_what_is_no_list_gets_a_sentence(content: bytes, says: str) -> None:
    assert says in refusal(content)


def test_as_many_as_allowed_are_read() -> None:
    found = read_units(sheet(HEAD, *([f"示例{number}厂"] for number in range(MOST))))
    assert (len(found), found[-1].row) == (MOST, MOST + 1)


def test_a_package_that_unpacks_too_large_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * (apart.UNPACKED + 1))
    assert len(out.getvalue()) < LARGEST
    assert "解开以后太大" in refusal(out.getvalue())


def test_a_cell_at_the_end_of_the_sheet_does_not_end_the_server() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    made = book.add_worksheet()
    made.write(0, 0, "单位名称")
    made.write(1_048_575, 16_383, "x")
    book.close()
    assert "打不开" in refusal(out.getvalue())


def test_a_workbook_that_takes_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    assert "打不开" in refusal(sheet(HEAD, ["示例厂"]))


def test_a_long_text_is_cut_and_a_wide_sheet_too() -> None:
    (found,) = read_units(sheet([*HEAD, *["x"] * 100], ["长" * 5000, *["y"] * 100]))
    assert len(found.name) == apart.LONGEST + 1


def test_a_qr_code_is_svg_without_anything_inline() -> None:
    made = qr("http://example.org/join/#ABCD-EFGH-JKMN-PQRS").decode("ascii")
    assert made.startswith("<svg") and made.endswith("</svg>")
    assert "style" not in made and "script" not in made and 'class="qr"' in made
    assert made != qr("http://example.org/join/#ABCD-EFGH-JKMN-PQRT").decode("ascii")
    with pytest.raises(ValueError, match="ASCII"):
        qr("http://示例/")
