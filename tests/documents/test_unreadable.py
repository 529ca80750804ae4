"""Files that are no forms: each gets a sentence with its code, and none is read in part without a word."""

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from jiangfang.cli.main import main
from jiangfang.core.problems import Refused
from jiangfang.documents.word import open_blank
from tests.documents import edits
from tests.documents.samples import filled, folder_of, paper_of

KAIFENG = "kaifeng-2024"
GOOD = {"studio_name": "示例工作室", "leader_name": "示例甲"}
DOCTYPE = '<!DOCTYPE d [<!ENTITY who "示例">]>'


def good() -> bytes:
    return filled(KAIFENG, GOOD)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


def bomb() -> bytes:
    """A part of 300 MB in a file of 300 KB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package, package.open(edits.MAIN, "w") as part:
        for _ in range(300):
            part.write(b" " * 1024 * 1024)
    return out.getvalue()


def lying_bomb() -> bytes:
    """The same, with a size of one byte written into its list of contents."""
    content = bytearray(bomb())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 1)
    return bytes(content)


def many_parts() -> bytes:
    return edits.packed({**edits.parts_of(good()), **{f"word/x{number}.xml": b"<x/>" for number in range(4_100)}})


def with_doctype(encoding: str) -> bytes:
    text = edits.parts_of(good())[edits.MAIN].decode("utf-8")
    body = text.partition("?>")[2].replace("示例工作室", "&who;工作室")
    made = f'<?xml version="1.0" encoding="{encoding}"?>{DOCTYPE}{body}'.encode(encoding)
    return edits.packed({**edits.parts_of(good()), edits.MAIN: made})


def compressed(method: int) -> bytes:
    """The form packed in a way that Word does not know, and then cut in the middle of a part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in edits.parts_of(good()).items():
            package.writestr(name, content)
    made = bytearray(out.getvalue())
    middle = made.index(edits.MAIN.encode()) + 120
    made[middle : middle + 64] = bytes(64)
    return bytes(made)


def locked() -> bytes:
    """A ZIP whose parts say that they are encrypted."""
    content = bytearray(good())
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


UNREADABLE = {
    "empty": b"",
    "text": "就是一段文字".encode(),
    "picture": picture(),
    "old doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "truncated": good()[: len(good()) // 2],
    "end lost": good()[:-30],
    "zip of something else": edits.packed({"报名.txt": b"x"}),
    "xlsx": folder_of(KAIFENG).blank_bytes(paper_of(KAIFENG, "summary")),
    "bomb": bomb(),
    "lying bomb": lying_bomb(),
    "many parts": many_parts(),
    "doctype": with_doctype("utf-8"),
    "doctype in utf-16": with_doctype("utf-16"),
    "broken xml": edits.packed({**edits.parts_of(good()), edits.MAIN: b"<w:document"}),
    "empty main": edits.packed({**edits.parts_of(good()), edits.MAIN: b""}),
    "damaged deflate": compressed(zipfile.ZIP_DEFLATED),
    "damaged lzma": compressed(zipfile.ZIP_LZMA),
    "damaged bzip2": compressed(zipfile.ZIP_BZIP2),
    "encrypted": locked(),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_read_is_refused_in_a_sentence(kind: str) -> None:
    with pytest.raises(Refused) as refused:
        open_blank(UNREADABLE[kind], Path("申报表.docx"))
    (problem,) = refused.value.problems
    assert (problem.code, problem.severity) == ("unreadable_file", "error")
    assert problem.message.startswith("申报表.docx：")
    assert "\n" not in problem.message


def something_else() -> bytes:
    paper = Document()
    paper.add_paragraph("会议通知")
    table = paper.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "时间", "地点"
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def no_table() -> bytes:
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


@pytest.mark.parametrize("content", [something_else(), no_table()], ids=["another table", "no table"])
def test_a_document_of_something_else_is_no_form(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "会议.docx").write_bytes(content)
    assert main(["form", "read", str(tmp_path / "会议.docx"), "--json"]) == 1
    (item,) = json.loads(capsys.readouterr().out)["files"]
    assert (item["answers"], item["programme"], item["form"]) == ({}, None, None)
    assert [problem["code"] for problem in item["problems"]] == ["unknown_form"]


def test_one_bad_file_after_the_other_never_stops_the_good_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = []
    for number, (kind, content) in enumerate(UNREADABLE.items()):
        names.append(str(tmp_path / f"{number}-{kind}.docx"))
        Path(names[-1]).write_bytes(content)
        names.append(str(tmp_path / f"{number}-好.docx"))
        Path(names[-1]).write_bytes(good())
    names.append(str(tmp_path / "没有.docx"))
    names.append(str(tmp_path))
    assert main(["form", "read", *names, "--json"]) == 1
    items = json.loads(capsys.readouterr().out)["files"]
    assert [item["file"] for item in items] == names
    for item in items:
        if item["file"].endswith("好.docx"):
            assert (item["answers"], item["problems"]) == (GOOD, [])
        else:
            assert item["answers"] == {}
            assert [(found["code"], found["where"]) for found in item["problems"]] == [
                ("unreadable_file", item["file"])
            ]
