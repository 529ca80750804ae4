"""What commands take from the command line: programmes, forms, answers, places to write to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from jiangfang.cli.report import WrongCall, placed
from jiangfang.core.answers import Envelope, Filled, check_answers, read_envelopes
from jiangfang.core.fields.base import shorten
from jiangfang.core.papers import Paper
from jiangfang.core.problems import Problem, Refused, error
from jiangfang.documents.files import read_bytes, read_text, unreadable
from jiangfang.documents.folder import ProgrammeFolder, load_folder, shipped, shipped_ids

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def programme_path(name: str) -> Path:
    """Where PROGRAMME lies: a shipped id, or a folder. Raises WrongCall when it is neither."""
    if name in shipped_ids():
        return shipped() / name
    path = _path(name)
    if name and _is_folder(path):
        return path
    raise WrongCall(f"没有“{shorten(name, 80)}”这个方案；可以写 {'、'.join(shipped_ids())}，或者一个方案文件夹的位置")


def _path(name: str) -> Path:
    if "\0" in name:
        raise WrongCall("位置里有不能用的字符")
    return Path(name)


def _is_folder(path: Path) -> bool:
    """False also for a name too long for the system and for a place that may not be looked into."""
    try:
        return path.is_dir()
    except OSError:
        return False


def open_programme(name: str) -> ProgrammeFolder:
    """PROGRAMME, loaded. Raises WrongCall when there is none, Refused when its folder has faults."""
    folder, problems = load_folder(programme_path(name))
    if folder is None:
        raise Refused(problems)
    return folder


def paper_of(folder: ProgrammeFolder, form: str) -> Paper:
    """The paper of a FORM. Raises WrongCall for a form the programme does not have."""
    paper = folder.programme.paper(form) or next((one for one in folder.programme.papers if form in one.also), None)
    if paper is None:
        has = "、".join(f"{paper.id}（{paper.title}）" for paper in folder.programme.papers)
        raise WrongCall(f"{folder.programme.id} 没有“{form}”这份表；它有：{has}")
    return paper


def output_path(name: str, suffixes: tuple[str, ...]) -> Path:
    """OUT. Raises WrongCall for a suffix it cannot have and for a folder that is not there."""
    path = _path(name)
    if path.suffix.lower() not in suffixes:
        raise WrongCall(f"输出文件“{path.name}”的后缀应是 {'、'.join(suffixes)}")
    if not _is_folder(path.parent):
        raise WrongCall(f"没有“{shorten(str(path.parent), 80)}”这个文件夹，请先建好")
    return path


def parse_day(said: str) -> date:
    """A day of the call. Raises WrongCall."""
    try:
        if _DAY.fullmatch(said):
            return date.fromisoformat(said)
    except ValueError:
        pass
    raise WrongCall(f"--today 后面应是日期，如 2024-11-20，现在是“{said}”")


def _answers_text(path: Path) -> str:
    """The text of an ANSWERS.json; a filled form given instead is told from its first bytes."""
    if read_bytes(path)[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        said = "这是 Word 或 Excel 文件，不是答案；先用 form read --json 读出答案，存成文件再来"
        raise Refused([unreadable(path, said)])
    return read_text(path)


def read_answers(name: str, folder: ProgrammeFolder, form: str) -> tuple[list[Envelope], list[Problem]]:
    """The filled forms of an ANSWERS.json that are of this programme and form, and what is wrong with the file."""
    try:
        envelopes, problems = read_envelopes(_answers_text(_path(name)), name)
    except Refused as refused:
        return [], [Problem(found.code, name, found.message) for found in refused.problems]
    problems = [replace(found, message=f"{name}：{found.message}") for found in problems]
    fitting: list[Envelope] = []
    for place, envelope in enumerate(envelopes):
        called = f"{name} 第 {place + 1} 份" if len(envelopes) > 1 else name
        if envelope.programme != folder.programme.id:
            said = f"{called}写的方案是“{envelope.programme}”，不是 {folder.programme.id}"
            problems.append(error("conflicting", name, said))
        elif envelope.form != form:
            problems.append(error("unknown_form", name, f"{called}写的表是“{envelope.form}”，这里要的是 {form}"))
        else:
            fitting.append(envelope)
    return fitting, problems


def checked(folder: ProgrammeFolder, envelope: Envelope, where: str) -> Filled:
    """A form's answers against the fields, its form-wide problems placed at the file."""
    filled = check_answers(folder.programme.fields, envelope.answers)
    return Filled(filled.values, tuple(placed(filled.problems, where)))
