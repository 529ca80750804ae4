"""A programme folder: its TOML merged, checked by core, and its blanks checked against it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiangfang.core.definition.programme import Programme, load
from jiangfang.core.papers import Paper
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.documents.excel import SheetBlank, open_sheet, sheet_faults
from jiangfang.documents.files import read_bytes, read_text, unreadable
from jiangfang.documents.word import WordBlank, blank_faults, open_blank

_TOML_PLACE = re.compile(r"line (\d+), column (\d+)")
_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class ProgrammeFolder:
    """A programme with its blanks opened, by FORM."""

    path: Path
    programme: Programme
    words: Mapping[str, WordBlank] = field(default_factory=dict)
    sheets: Mapping[str, SheetBlank] = field(default_factory=dict)

    def blank_bytes(self, paper: Paper) -> bytes:
        """The official blank as it lies in the folder. Raises Refused (``unreadable_file``)."""
        return read_bytes(self.path / paper.file)


def shipped() -> Path:
    """The folder of the programmes that come with the program: in the wheel, or at the top of the repository."""
    packed = _PACKAGE / "_programmes"
    return packed if packed.is_dir() else _PACKAGE.parent.parent / "programmes"


def shipped_ids() -> list[str]:
    """The ids of the shipped programmes, in order."""
    return sorted(path.name for path in shipped().iterdir() if (path / "programme.toml").is_file())


def shipped_titles() -> dict[str, str]:
    """The titles of the shipped programmes, by id, in order."""
    found = {name: tomllib.loads(read_text(shipped() / name / "programme.toml")) for name in shipped_ids()}
    return {name: str(plain.get("title", name)) for name, plain in found.items()}


def load_folder(path: Path) -> tuple[ProgrammeFolder | None, list[Problem]]:
    """A programme folder, or None with every fault found: file, place, and a sentence."""
    plain, owners, problems = _merged(path)
    if problems:
        return None, problems
    programme, faults = load(plain)
    problems = [_problem(owners, path, fault.path, fault.message) for fault in faults]
    if programme is None:
        return None, problems + _files_there(path, plain, owners)
    if programme.id != path.resolve().name:
        said = f"id 是“{programme.id}”，文件夹叫“{path.resolve().name}”，两者要一样"
        problems.append(_problem(owners, path, "id", said))
    words, sheets = _open_blanks(path, programme, owners, problems)
    return (None if problems else ProgrammeFolder(path, programme, words, sheets)), problems


def _merged(path: Path) -> tuple[dict[str, Any], dict[str, str], list[Problem]]:
    """All .toml files of the folder as one table; which file each top-level key stands in; what is wrong."""
    plain: dict[str, Any] = {}
    owners: dict[str, str] = {}
    problems: list[Problem] = []
    files = sorted(path.glob("*.toml"))
    if not files:
        return plain, owners, [unreadable(path, "里面没有 .toml 文件，不是方案文件夹")]
    for file in files:
        try:
            found = tomllib.loads(read_text(file))
        except Refused as refused:
            problems += refused.problems
            continue
        except (ValueError, RecursionError) as fault:
            problems.append(error("bad_programme", file.name, f"{file.name}：{_toml_fault(fault)}"))
            continue
        for key, value in found.items():
            if key in owners:
                said = f"{file.name} 的 {key}：{owners[key]} 里已经写过，一个键只能写在一个文件里"
                problems.append(error("bad_programme", f"{file.name}:{key}", said))
            owners[key] = file.name
            plain[key] = value
    return plain, owners, problems


def _toml_fault(fault: Exception) -> str:
    """Where TOML breaks, Python's own words behind it; its reader also lets Python's limits through."""
    if not isinstance(fault, tomllib.TOMLDecodeError):
        return "括号套得太深" if isinstance(fault, RecursionError) else "里面有一个数太长"
    found = _TOML_PLACE.search(str(fault))
    place = f"第 {found[1]} 行第 {found[2]} 个字符处" if found else "结尾处"
    reason = str(fault).partition(" (at ")[0]
    return f"{place}写法不对，请检查引号、括号和表头（{reason}）"


def _problem(owners: Mapping[str, str], path: Path, place: str, message: str) -> Problem:
    root = place.partition(".")[0].partition("[")[0]
    file = owners.get(root, "programme.toml")
    return error("bad_programme", f"{file}:{place}", f"{path.name}/{file} 的 {place or '整体'}：{message}")


def _files_there(path: Path, plain: Mapping[str, Any], owners: Mapping[str, str]) -> list[Problem]:
    papers = plain.get("papers")
    names = [paper.get("file") for paper in papers if isinstance(paper, dict)] if isinstance(papers, list) else []
    return [
        _problem(owners, path, f"papers[{place}].file", f"文件夹里没有“{name}”")
        for place, name in enumerate(names)
        if isinstance(name, str) and not (path / name).is_file()
    ]


def _open_blanks(
    path: Path, programme: Programme, owners: Mapping[str, str], problems: list[Problem]
) -> tuple[dict[str, WordBlank], dict[str, SheetBlank]]:
    words: dict[str, WordBlank] = {}
    sheets: dict[str, SheetBlank] = {}
    fields = {spot.key: spot for spot in programme.fields}
    for place, paper in enumerate(programme.papers):
        found: Iterator[tuple[str, str]]
        try:
            content = read_bytes(path / paper.file)
            if paper.kind == "word":
                words[paper.id] = open_blank(content, path / paper.file)
                found = blank_faults(words[paper.id], paper, fields)
            else:
                sheets[paper.id] = open_sheet(content, path / paper.file, paper.sheet)
                found = sheet_faults(sheets[paper.id], paper)
            problems += [_problem(owners, path, f"papers[{place}].{below}", said) for below, said in found]
        except Refused as refused:
            said = refused.problems[0].message
            problems.append(_problem(owners, path, f"papers[{place}].file", said))
    return words, sheets
