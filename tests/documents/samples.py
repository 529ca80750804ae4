"""The programmes of the tests, and the way from answers to a file and back."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jiangfang.core.answers import Filled, check_answers
from jiangfang.core.fields import Field
from jiangfang.core.papers import Paper, read_paper, write_paper
from jiangfang.documents.folder import ProgrammeFolder, load_folder, shipped
from jiangfang.documents.word import FoundForm, fill, find_forms, open_blank

THIRD = Path(__file__).resolve().parent.parent / "programmes" / "third-2026"
FOUNDING = ("langfang-2019", "kaifeng-2024")
PROGRAMMES = (*FOUNDING, "third-2026")
PAPERS = (
    ("langfang-2019", "application"),
    ("kaifeng-2024", "application"),
    ("third-2026", "application"),
    ("third-2026", "pledge"),
)
SHEETS = ("kaifeng-2024", "third-2026")
SHIPPED_PAPERS = PAPERS[:2]
RARE = "堃喆玥䶮𬭎"


@cache
def folder_of(name: str) -> ProgrammeFolder:
    """A programme by id, loaded once."""
    folder, problems = load_folder(THIRD if name == THIRD.name else shipped() / name)
    assert folder is not None, [problem.message for problem in problems]
    return folder


def paper_of(name: str, form: str = "application") -> Paper:
    """A paper of a programme."""
    paper = folder_of(name).programme.paper(form)
    assert paper is not None
    return paper


def fields_of(name: str) -> dict[str, Field]:
    """The fields of a programme by key."""
    return {field.key: field for field in folder_of(name).programme.fields}


def checked(name: str, answers: Mapping[str, Any]) -> Filled:
    """The answers as the program takes them."""
    filled = check_answers(folder_of(name).programme.fields, answers)
    assert filled.usable, [problem.message for problem in filled.problems]
    return filled


def filled(name: str, answers: Mapping[str, Any], form: str = "application") -> bytes:
    """The official paper with these answers."""
    folder = folder_of(name)
    values = checked(name, answers).values
    return fill(folder.words[form], write_paper(paper_of(name, form), folder.programme.fields, values))


def found(name: str, content: bytes, form: str = "application") -> list[FoundForm]:
    """The forms of a paper in a file."""
    return find_forms(folder_of(name).words[form], paper_of(name, form), open_blank(content, Path("填好的表.docx")))


def read_all(name: str, content: bytes, form: str = "application") -> list[Filled]:
    """What every form of a paper in a file holds."""
    fields = folder_of(name).programme.fields
    return [read_paper(paper_of(name, form), fields, form_found.found) for form_found in found(name, content, form)]


def read_one(name: str, content: bytes, form: str = "application") -> Filled:
    """What the one form in a file holds."""
    (only,) = read_all(name, content, form)
    return only


def printed(paper: Paper, values: Mapping[str, Any]) -> dict[str, Any]:
    """The part of the answers that a paper prints."""
    parts: dict[str, set[str]] = {}
    for slot in paper.cells:
        for piece in slot.pieces:
            key, _, part = piece.partition(".")
            parts.setdefault(key, set()).add(part.partition(".")[0])
    columns = {slot.key: slot.columns for slot in paper.rows}
    kept: dict[str, Any] = {}
    for key, value in values.items():
        if key in columns:
            kept[key] = _rows(value, columns[key])
        elif key in parts:
            kept[key] = _opinion(value, parts[key]) if isinstance(value, dict) else value
    return {key: value for key, value in kept.items() if value or value == 0}


def _rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> list[dict[str, Any]]:
    shown = ({name: value for name, value in row.items() if name in columns} for row in rows)
    return [row for row in shown if row]


def _opinion(value: Mapping[str, Any], parts: set[str]) -> dict[str, Any]:
    return {name: said for name, said in value.items() if name in parts}


def codes(read: Filled) -> list[tuple[str, str, str]]:
    """(where, code, severity) of what a reader said."""
    return [(problem.where, problem.code, problem.severity.value) for problem in read.problems]


def members(count: int) -> list[dict[str, str]]:
    """So many members, every column given."""
    return [
        {
            "name": f"示例{number + 1}{RARE[number % len(RARE)]}",
            "sex": "男" if number % 2 else "女",
            "education": "本科",
            "born": f"19{60 + number % 40}-{number % 12 + 1:02}",
            "title": "高级技师",
            "unit": "示例电力建设有限公司第一分公司",
            "duty": f"负责第 {number + 1} 项",
        }
        for number in range(count)
    ]
