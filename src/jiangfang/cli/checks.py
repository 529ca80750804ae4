"""``jiangfang check`` and ``jiangfang programme check``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from jiangfang.cli.inputs import open_programme, parse_day, programme_path, read_answers
from jiangfang.cli.report import Report, WrongCall, placed
from jiangfang.core.examine import examine
from jiangfang.core.problems import Problem, has_error
from jiangfang.documents.folder import ProgrammeFolder, load_folder
from jiangfang.documents.notice import LaidNotice, lay

FORM = "application"


def check(call: Namespace) -> Report:
    """Conditions, completeness and consistency of every form of an ANSWERS.json."""
    folder = open_programme(call.programme)
    deadline = folder.programme.deadline()
    today = parse_day(call.today) if call.today is not None else deadline
    if today is None:
        raise WrongCall("这个方案没有截止日，请用 --today 写明日期")
    envelopes, problems = read_answers(call.answers, folder, FORM)
    for place, envelope in enumerate(envelopes):
        found = placed(examine(folder.programme, envelope.answers, today), call.answers)
        problems += _numbered(found, place + 1) if len(envelopes) > 1 else found
    fine = f"{call.answers}：没有发现不符合的地方" if not problems else ""
    passed = "" if has_error(problems) or not problems else "没有拦人的问题；下面的提醒和请核由人判断"
    notice = lay(folder.path, folder.programme, Path(call.data))
    lines = [line for line in (fine, passed) if line]
    return Report([*notice.problems, *problems], lines=lines, quote=_quotes(folder, notice))


def _numbered(problems: list[Problem], number: int) -> list[Problem]:
    return [replace(problem, message=f"第 {number} 份：{problem.message}") for problem in problems]


def _quotes(folder: ProgrammeFolder, notice: LaidNotice) -> Callable[[str], str]:
    """The words of a clause: the notice's own where its text is laid beside, else the programme's restatement."""
    restated = {clause.number: clause.says for clause in folder.programme.clauses}

    def quote(clause: str) -> str:
        if clause in notice.clauses:
            return " ".join(notice.clauses[clause].paragraphs)
        return f"{restated[clause]}（转述）" if clause in restated else ""

    return quote


def programme(call: Namespace) -> Report:
    """Every fault of a programme folder."""
    path = programme_path(call.folder)
    folder, problems = load_folder(path)
    if folder is None:
        return Report(problems)
    known = folder.programme
    counts = f"{len(known.fields)} 项、{len(known.conditions) + len(known.exclusions)} 个条件、{len(known.papers)} 份表"
    notice = lay(path, known, Path(call.data))
    lines = [f"{known.id}（{known.title}）：没有问题。{counts}"]
    if notice.clauses:
        lines.append(f"通知原文 {notice.path}：切出 {len(notice.clauses)} 条，核对时照条款号显示")
    if notice.lost:
        lines.append(f"里面没有找到 {'、'.join(notice.lost)}，这几条显示转述")
    return Report([*problems, *notice.problems], lines=lines)
