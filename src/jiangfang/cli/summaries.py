"""``jiangfang summary write``."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import Any

from jiangfang.cli.inputs import checked, open_programme, output_path, paper_of, read_answers
from jiangfang.cli.report import Report, WrongCall
from jiangfang.core.problems import Problem, has_error
from jiangfang.documents.excel import write_sheet
from jiangfang.documents.files import write_whole

FORM, ANSWERS_OF = "summary", "application"


def write(call: Namespace) -> Report:
    """The 汇总表 of all the answers, in the order given; when one file cannot be used nothing is written."""
    folder = open_programme(call.programme)
    paper = paper_of(folder, FORM)
    if paper.kind != "excel":
        raise WrongCall(f"《{paper.title}》不是 Excel 表")
    out = output_path(call.out, (paper.suffix,))
    forms: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for name in call.answers:
        envelopes, wrong = read_answers(name, folder, ANSWERS_OF)
        problems += wrong
        for place, envelope in enumerate(envelopes):
            filled = checked(folder, envelope, name)
            called = f"{name} 第 {place + 1} 份：" if len(envelopes) > 1 else f"{name}："
            problems += [replace(problem, message=called + problem.message) for problem in filled.problems]
            forms.append(filled.values)
    if has_error(problems):
        return Report(problems, lines=["没有写汇总表；改好下面的 ✕ 再来一次"])
    content, doubts = write_sheet(folder.sheets[FORM], paper, folder.programme.fields, forms)
    write_whole(out, content)
    return Report([*problems, *doubts], lines=[f"《{paper.title}》已写好，共 {len(forms)} 行，写到 {out}"])
