"""Broken programme folders: every fault with its file, its place and a sentence, and several at once."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from jiangfang.documents.folder import load_folder
from tests.cli.conftest import Call
from tests.documents.samples import FOUNDING, THIRD

Break = Callable[[Path], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound copy of the third programme, to be broken."""
    made = tmp_path / THIRD.name
    shutil.copytree(THIRD, made)
    return made


def swap(file: str, old: str, new: str, count: int = 1) -> Break:
    """Another text in a TOML file."""

    def deed(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, count), "utf-8")

    return deed


def add(file: str, text: str) -> Break:
    """More text in front of a TOML file."""

    def deed(folder: Path) -> None:
        path = folder / file
        path.write_text(text + "\n" + (path.read_text("utf-8") if path.exists() else ""), "utf-8")

    return deed


def lose(file: str) -> Break:
    """A file that is not there."""
    return lambda folder: (folder / file).unlink()


def spoil(file: str, content: bytes) -> Break:
    """A file of other bytes."""

    def deed(folder: Path) -> None:
        (folder / file).write_bytes(content)

    return deed


def label_in_a_slot(folder: Path) -> None:
    paper = Document(str(folder / "application.docx"))
    paper.tables[0].cell(0, 1).text = "请填写"
    paper.save(str(folder / "application.docx"))


def other_heading(folder: Path) -> None:
    book = load_workbook(folder / "summary.xlsx")
    book["汇总表"]["C2"] = "单位"
    book.save(folder / "summary.xlsx")


def other_sheet(folder: Path) -> None:
    book = load_workbook(folder / "summary.xlsx")
    book["汇总表"].title = "Sheet1"
    book.save(folder / "summary.xlsx")


BREAKS: dict[str, tuple[Break, str, tuple[str, ...]]] = {
    "syntax": (swap("form.toml", 'key = "host_unit"', "key = host_unit"), "form.toml", ("第 23 行第 7 个字符",)),
    "binary": (spoil("form.toml", b"\xff\xfe\x00\x01\x80"), "form.toml", ("UTF-8",)),
    "zeros": (spoil("form.toml", bytes(100)), "form.toml", ("第 1 行",)),
    "deep nesting": (add("form.toml", f"a = {'[' * 5000}{']' * 5000}"), "form.toml", ("括号",)),
    "huge number": (add("form.toml", f"a = {'9' * 5000}"), "form.toml", ("太长",)),
    "unknown key": (add("programme.toml", 'colour = "red"'), "programme.toml:colour", ("没有这个键",)),
    "unknown key within": (
        swap("form.toml", 'key = "host_unit"', 'key = "host_unit"\ncolour = 1'),
        "form.toml:sections[0].fields[2].colour",
        ("没有这个键",),
    ),
    "wrong type": (swap("programme.toml", "year = 2026", 'year = "2026"'), "programme.toml:year", ("整数",)),
    "wrong date": (
        swap("programme.toml", "2026-03-02", '"2026-03-02"'),
        "programme.toml:notice.issued_on",
        ("日期",),
    ),
    "no such kind": (swap("form.toml", 'type = "month"', 'type = "mouth"'), "form.toml:sections[0].fields[1].type", ()),
    "missing key": (swap("programme.toml", "year = 2026", ""), "programme.toml:year", ("缺少",)),
    "empty text": (swap("programme.toml", 'verb = "认定"', 'verb = " "'), "programme.toml:result.verb", ("不为空",)),
    "missing blank": (lose("application.docx"), "papers.toml:papers[0].file", ("application.docx", "没有")),
    "blank is no docx": (spoil("pledge.docx", b"x"), "papers.toml:papers[1].file", ("pledge.docx",)),
    "sheet is no xlsx": (spoil("summary.xlsx", b"PK"), "papers.toml:papers[2].file", ("summary.xlsx",)),
    "no such sheet": (other_sheet, "papers.toml:papers[2].file", ("汇总表",)),
    "no such cell": (swap("papers.toml", "T1R1C4", "T1R1C9"), "papers.toml:papers[0].cells[1]", ("T1R1C9", "没有")),
    "no such table": (swap("papers.toml", "T1R1C4", "T4R1C1"), "papers.toml:papers[0].cells[1]", ("T4R1C1",)),
    "no address": (swap("papers.toml", "T1R1C4", "B2"), "papers.toml:papers[0].cells[1].at", ("B2",)),
    "cell with a label": (label_in_a_slot, "papers.toml:papers[0].cells[0]", ("T1R1C2", "请填写")),
    "other words around a gap": (
        swap("papers.toml", "{workshop_area}平方米", "{workshop_area}亩"),
        "papers.toml:papers[0].cells[3]",
        ("平方米",),
    ),
    "option without a box": (swap("form.toml", '"建筑"', '"建造"'), "papers.toml:papers[0].cells[6]", ("建造",)),
    "too many lines": (
        swap("papers.toml", 'at = "T1R6", lines = 2', 'at = "T1R6", lines = 3'),
        "papers.toml:papers[0].rows[0]",
        ("徒弟姓名",),
    ),
    "other heading": (other_heading, "papers.toml:papers[2].columns[2]", ("C2", "所在单位", "单位")),
    "no such field on paper": (
        swap("papers.toml", 'key = "workshop_since"', 'key = "since"'),
        "papers.toml:papers[0].cells[1]",
        ("since",),
    ),
    "doubled key over files": (add("extra.toml", 'title = "又一个"'), "programme.toml:title", ("extra.toml",)),
    "doubled key in a file": (add("programme.toml", 'id = "third-2026"'), "programme.toml", ("第 ", " 行")),
    "field asked twice": (
        swap("form.toml", 'key = "host_unit"', 'key = "studio_name"'),
        "form.toml:sections[0].fields[2].key",
        ("studio_name",),
    ),
    "clause not listed": (
        swap("form.toml", 'clause = "附件1"', 'clause = "附件9"'),
        "form.toml:sections[0].fields[0].clause",
        ("附件9",),
    ),
    "clause that nothing carries": (
        add("conditions.toml", '[[clauses]]\nnumber = "通知九"\nsays = "别的"\n'),
        "conditions.toml:clauses[0]",
        ("通知九",),
    ),
    "condition of no field": (
        swap("conditions.toml", 'of = "apprentices"', 'of = "members"'),
        "conditions.toml:conditions[0].term",
        ("members",),
    ),
    "id is not the folder": (
        swap("programme.toml", 'id = "third-2026"', 'id = "third"'),
        "programme.toml:id",
        ("third",),
    ),
    "quota upside down": (
        swap("programme.toml", "at_least = 1", "at_least = 5"),
        "programme.toml:recommenders[0].each.at_most",
        ("5",),
    ),
    "window that is no day": (
        swap("programme.toml", "04-30", "04-31"),
        "programme.toml:calendar[0].closes",
        ("04-31",),
    ),
    "step from nowhere": (
        swap("programme.toml", 'source = ["at_county"]', 'source = ["nowhere"]'),
        "programme.toml:workflow.steps[4]",
        ("nowhere",),
    ),
}


@pytest.mark.parametrize("kind", BREAKS)
def test_a_fault_has_file_place_and_sentence(kind: str, folder: Path, call: Call) -> None:
    deed, where, words = BREAKS[kind]
    deed(folder)
    said = call("programme", "check", folder, "--json")
    assert (said.status, said.err) == (1, "")
    assert all(found["severity"] == "error" for found in said.problems)
    there = [found["message"] for found in said.problems if found["where"].endswith(where)]
    assert there, said.problems
    assert any(all(word in message for word in words) for message in there), there
    file = where.partition(":")[0]
    assert all(file in message for message in there)
    for_people = call("programme", "check", folder)
    assert (for_people.status, for_people.out) == (1, "")
    assert for_people.err.count("✕ 错误：") == len(said.problems)


def test_several_faults_at_once_are_all_reported(folder: Path, call: Call) -> None:
    kinds = ["wrong type", "unknown key within", "empty text", "missing blank", "wrong date"]
    for kind in kinds:
        BREAKS[kind][0](folder)
    wheres = [found["where"] for found in call("programme", "check", folder, "--json").problems]
    assert [kind for kind in kinds if not any(where.endswith(BREAKS[kind][1]) for where in wheres)] == []


def test_several_faults_of_the_papers_are_all_reported(folder: Path, call: Call) -> None:
    kinds = ["no such cell", "other words around a gap", "too many lines", "other heading", "blank is no docx"]
    for kind in kinds:
        BREAKS[kind][0](folder)
    wheres = [found["where"] for found in call("programme", "check", folder, "--json").problems]
    assert [kind for kind in kinds if not any(where.endswith(BREAKS[kind][1]) for where in wheres)] == []


def test_several_files_that_are_no_toml_are_all_named(folder: Path, call: Call) -> None:
    for file in ("form.toml", "papers.toml", "conditions.toml"):
        (folder / file).write_text("= nothing", "utf-8")
    wheres = [found["where"] for found in call("programme", "check", folder, "--json").problems]
    assert sorted(Path(where).name for where in wheres) == ["conditions.toml", "form.toml", "papers.toml"]


def test_a_folder_without_data_is_none(call: Call, tmp_path: Path) -> None:
    said = call("programme", "check", tmp_path, "--json")
    assert (said.status, said.codes) == (1, ["unreadable_file"])
    assert said.problems[0]["where"] == str(tmp_path)


def test_a_broken_programme_fills_nothing(folder: Path, call: Call, tmp_path: Path) -> None:
    BREAKS["no such cell"][0](folder)
    said = call("form", "blank", folder, "application", "-o", tmp_path / "x.docx", "--json")
    assert (said.status, set(said.codes)) == (1, {"bad_programme"})
    assert not (tmp_path / "x.docx").exists()


@pytest.mark.parametrize("name", [*FOUNDING, str(THIRD)])
def test_a_sound_folder_says_what_it_holds(name: str, call: Call) -> None:
    said = call("programme", "check", name)
    assert (said.status, said.err) == (0, "")
    assert "没有问题" in said.out
    assert call("programme", "check", name, "--json").document == {"problems": []}


def test_every_break_is_only_its_own_fault(folder: Path) -> None:
    """The copy that the tests break is sound itself."""
    made, problems = load_folder(folder)
    assert made is not None
    assert problems == []
