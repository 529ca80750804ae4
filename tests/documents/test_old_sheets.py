"""Sheets of the old format (.xls, .et) that our reader cannot read are read as LibreOffice saves them anew.

``protected.xls`` is a list of fourteen made-up patents that LibreOffice saved as Excel does where a workbook is
protected against changes: enciphered, with the password that every program of an office knows.
"""

from pathlib import Path

import pytest

from jiangfang.documents.excel.apart import Unreadable, rows_apart
from tests.components import needs
from tests.documents.office import converted
from tests.documents.test_people_sheet import HEAD, sheet

PROTECTED = Path(__file__).parent / "protected.xls"
LONGEST = 300


def patents(content: bytes) -> list[list[str]]:
    return rows_apart(content, "专利名称", 100, LONGEST)


@needs("libreoffice")
def test_a_protected_sheet_is_read_to_its_last_row() -> None:
    head, *rows = patents(PROTECTED.read_bytes())
    assert head[:3] == ["专利名称", "授权日期", "类别"]
    assert [row[0] for row in rows] == [*(f"示例专利{number}𠮷喆" for number in range(13)), "长" * 100]
    assert rows[12][1:3] == ["2024-03-05", "发明"]


@needs("libreoffice")
def test_one_whose_end_was_lost_on_the_way_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    units = [[f"示例{number}厂", "", "所在单位工会"] for number in range(13)]
    old = converted({"a.xlsx": sheet(HEAD, *units)}, "xls", tmp_path)["a"]
    assert rows_apart(old[:-100], HEAD[0], 100)[1:] == rows_apart(old, HEAD[0], 100)[1:] == units


@pytest.mark.parametrize("text", ["专利名称\n示例", "<html><td>专利名称</td></html>", ""])
def test_what_only_begins_like_one_is_not_taken_for_a_text(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        patents(PROTECTED.read_bytes()[:8] + text.encode())
    assert refused.value.why == "broken"


def test_without_libreoffice_it_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable) as refused:
        patents(PROTECTED.read_bytes())
    assert refused.value.why == "broken"
