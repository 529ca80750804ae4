"""docs/programme-format.md is complete: every key, kind and term stands in it, and its example runs."""

import dataclasses
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Alignment

from jiangfang.cli import main as cli
from jiangfang.core.answers import check_answers
from jiangfang.core.conditions import TERMS, Case, Term
from jiangfang.core.definition.programme import Programme, load
from jiangfang.core.definition.structure import Fault, Tagged, structure
from jiangfang.core.fields import KINDS
from jiangfang.core.fields.rows import SIMPLE
from jiangfang.core.ledger.base import BASE
from jiangfang.core.ledger.kinds import Dated
from jiangfang.core.papers import read_paper, write_paper
from jiangfang.core.proofs import KINDS as FILES
from jiangfang.core.proofs import Limits
from jiangfang.documents.word import fill, find_forms, open_blank
from tests.test_docs import FORMAT, blocks, opened

EXAMPLE, TODAY = "shili-2025", date(2025, 4, 21)


# The format page


def reachable(hint: Any) -> Iterator[type[Any]]:
    """Every dataclass that a programme can hold, terms left out."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        yield hint
        for below in get_type_hints(hint).values():
            yield from reachable(below)
    for argument in get_args(hint):
        yield from reachable(argument)


TABLES = {cls.__name__: cls for cls in reachable(Programme)}


def said_type(hint: Any) -> str:
    """What the page calls a type."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return said_type(next(arm for arm in get_args(hint) if arm is not type(None)))
    if origin is tuple:
        return f"{said_type(get_args(hint)[0])}的列表"
    if origin is Literal:
        return "选一"
    if origin is not None:
        return f"文字对{said_type(get_args(hint)[1])}"
    if dataclasses.is_dataclass(hint):
        return "表"
    if issubclass(hint, Tagged | Enum):
        return "算法" if issubclass(hint, Tagged) else "选一"
    return {str: "文字", bool: "是非", int: "整数", Decimal: "小数", date: "日期"}[hint]


def said_default(spot: "dataclasses.Field[Any]") -> str:
    """What the page calls a default."""
    if spot.default_factory is not dataclasses.MISSING:
        return "不写"
    if spot.default is dataclasses.MISSING:
        return "必写"
    if spot.default is None or spot.default == "" or isinstance(spot.default, tuple | Limits):
        return "不写"
    value = spot.default.value if isinstance(spot.default, Enum) else spot.default
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_format_page_has_every_key_with_its_type_and_default(name: str) -> None:
    _, mark, rest = FORMAT.partition(f"<!-- {name} -->")
    assert mark, f"no table for {name}"
    table = rest.strip().partition("\n\n")[0]
    hints = get_type_hints(TABLES[name])
    wanted = [(spot.name, said_type(hints[spot.name]), said_default(spot)) for spot in dataclasses.fields(TABLES[name])]
    assert re.findall(r"^\| `(\w+)` \| (\S+) \| (\S+) \| .+ \|$", table, re.MULTILINE) == wanted


def test_the_format_page_has_no_table_of_something_gone() -> None:
    assert set(re.findall(r"<!-- (\w+) -->", FORMAT)) == set(TABLES)


def test_the_format_page_has_every_kind_of_answer_and_every_word_of_a_choice() -> None:
    section = FORMAT.partition("### 类型")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == set(KINDS)
    assert {name for name in SIMPLE if f"`{name}`" not in section.partition("列只能是")[2].partition("|")[0]} == set()
    hints = [hint for cls in TABLES.values() for hint in get_type_hints(cls).values()]
    words = {arg for hint in hints if get_origin(hint) is Literal for arg in get_args(hint)}
    words |= {member.value for hint in hints if isinstance(hint, type) and issubclass(hint, Enum) for member in hint}
    assert {word for word in words if f"`{word}`" not in FORMAT} == set()


def test_the_format_page_has_every_common_kind_of_the_ledger_with_its_columns_and_places() -> None:
    section = FORMAT.partition("### 通用的种类")[2].partition("\n### ")[0]
    dated = {Dated.DAY: "某一天", Dated.SPAN: "起止", Dated.YEAR: "年度"}
    wanted = [
        " | ".join(
            (
                f"`{kind.id}` | {kind.title} | {dated[kind.dated]} | {kind.titled}",
                "、".join(f"`{column.key}` {column.label}" for column in kind.columns),
                "、".join(f"`{slot.id}` {slot.name}" for slot in kind.slots),
                kind.people or "—",
            )
        )
        for kind in BASE
    ]
    assert re.findall(r"^\| (`.+) \|$", section, re.MULTILINE) == wanted


def test_the_format_page_has_every_kind_of_file_that_may_be_taken() -> None:
    said = FORMAT.partition("不写就都收：")[2].partition(" |")[0]
    assert re.findall(r"`(\w+)`", said) == list(FILES)


def example_answers() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(next(block for block in blocks(FORMAT, "json") if EXAMPLE in block))
    return found


def lay_word(path: Path) -> None:
    """The blank that the page draws."""
    document = Document()
    tables = (
        (
            ("工作室名称", "", "成员总数", ""),
            ("工作室类型", "□技术攻关　□技能传授　□其他", "技师", "　　人"),
            ("姓名", "", "填报日期", "　　年　　月　　日"),
        ),
        (
            ("姓名", "出生年月"),
            ("", ""),
            ("", ""),
            ("推荐单位意见", ""),
            ("签章", "签名：　　　\t　　年　　月　　日"),
        ),
    )
    for rows in tables:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in enumerate(rows):
            for cell, text in enumerate(texts):
                table.cell(row, cell).text = text
        document.add_paragraph()
    document.save(str(path))


def lay_sheet(path: Path) -> None:
    """The sheet that the page draws."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "汇总表"
    sheet["A1"] = "推荐汇总表"
    for column, label in zip("ABCDE", ("序号", "工作室名称", "成员人数", "经费投入（万元）", "领衔人"), strict=True):
        sheet[f"{column}2"] = label
        sheet[f"{column}3"].alignment = Alignment(wrap_text=True)
    book.save(path)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The folder of the page's example, its TOML as printed there, with blanks as drawn there."""
    folder = tmp_path / EXAMPLE
    folder.mkdir()
    for block in blocks(FORMAT, "toml"):
        head = re.match(rf"# {EXAMPLE}/(\w+\.toml)", block)
        assert head, block[:60]
        (folder / head[1]).write_text(block, encoding="utf-8")
    lay_word(folder / "application.docx")
    lay_sheet(folder / "summary.xlsx")
    (tmp_path / "answers.json").write_text(json.dumps(example_answers()), encoding="utf-8")
    return folder


def test_the_example_is_a_sound_programme_by_itself(example: Path) -> None:
    plain: dict[str, Any] = {}
    for path in example.glob("*.toml"):
        plain |= tomllib.loads(path.read_text(encoding="utf-8"))
    programme, faults = load(plain)
    assert faults == []
    assert programme == opened(example).programme


def test_the_example_says_on_the_command_line_what_the_page_shows(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(example.parent)
    shown = next(block for block in blocks(FORMAT) if block.startswith("$ "))
    for part in re.split(r"^\$ ", shown, flags=re.MULTILINE)[1:]:
        said, _, output = part.partition("\n")
        cli.main(shlex.split(said)[1:])
        printed = capsys.readouterr()
        assert output == printed.out + printed.err


def test_the_example_is_filled_and_read_back(example: Path) -> None:
    folder = opened(example)
    paper, fields = folder.programme.papers[0], folder.programme.fields
    values = check_answers(fields, example_answers()["answers"]).values
    filled = fill(folder.words[paper.id], write_paper(paper, fields, values))
    file = open_blank(filled, Path("filled.docx"))
    form = find_forms(folder.words[paper.id], paper, file)[0]
    back = read_paper(paper, fields, form.found)
    assert back.problems == ()
    expected = {key: values[key] for key in back.values}
    expected["members"] = [{key: row[key] for key in ("name", "born")} for row in values["members"]]
    assert back.values == expected
    assert set(back.values) == paper.printed()


def test_the_lines_that_list_the_cells_do(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(example)
    exec(blocks(FORMAT, "python")[0], {})
    assert "T1R2C2 □技术攻关　□技能传授　□其他" in capsys.readouterr().out


def term_rows() -> list[tuple[str, str, str, str, str]]:
    """The table of terms: name, keys, example, verdict, sentence."""
    section = FORMAT.partition("### 算法")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| `(\{.*\})` \| (\S+) \| (.+) \|$", section, re.MULTILINE)
    return [(name, keys, example, verdict, says) for name, keys, example, verdict, says in rows]


def test_the_format_page_has_every_term_with_every_key() -> None:
    wanted = {name: [spot.name for spot in dataclasses.fields(cls)] for name, cls in TERMS.items()}
    assert {name: re.findall(r"`(\w+)`", keys) for name, keys, *_ in term_rows()} == wanted


def example_case(folder: Path) -> Case:
    programme = opened(folder).programme
    values = check_answers(programme.fields, example_answers()["answers"]).values
    return programme.case(values, TODAY, {"leader_elsewhere": "示例另一工作室"})


def test_every_term_says_what_the_page_shows(example: Path) -> None:
    case = example_case(example)
    verdicts = {"yes": "是", "no": "否", "open": "未定"}
    for name, _, said, verdict, sentence in term_rows():
        faults: list[Fault] = []
        term = structure(Term, tomllib.loads(f"term = {said}")["term"], "", faults)
        assert term is not None and faults == [], name
        found = term.weigh(case)
        assert (verdicts[found.verdict.value], found.says) == (verdict, sentence), name


# The notices' own sentences
