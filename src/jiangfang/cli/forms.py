"""``jiangfang form blank``, ``form fill`` and ``form read``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from jiangfang.cli.inputs import checked, open_programme, output_path, paper_of, read_answers
from jiangfang.cli.report import Report, WrongCall, shown
from jiangfang.core.fields import Field, kind_of
from jiangfang.core.papers import read_paper, write_paper
from jiangfang.core.problems import Problem, Refused, error, has_error
from jiangfang.documents.files import read_bytes, write_whole
from jiangfang.documents.folder import ProgrammeFolder, load_folder, shipped, shipped_ids
from jiangfang.documents.word import FoundForm, WordBlank, fill, find_forms, open_blank
from jiangfang.documents.word.read import ENOUGH


def blank(call: Namespace) -> Report:
    """The official blank, as it lies in the programme's folder."""
    folder = open_programme(call.programme)
    paper = paper_of(folder, call.form)
    out = output_path(call.out, (paper.suffix,))
    write_whole(out, folder.blank_bytes(paper))
    return Report(lines=[f"空表《{paper.title}》已写到 {out}"])


def fill_form(call: Namespace) -> Report:
    """The official form filled from one ANSWERS.json; types and keys are checked, conditions are not."""
    folder = open_programme(call.programme)
    paper = paper_of(folder, call.form)
    if paper.kind != "word" or not paper.fillable:
        hint = "汇总表请用 summary write" if paper.kind == "excel" else "空表请用 form blank"
        raise WrongCall(f"《{paper.title}》不能这样填写；{hint}")
    if call.out.lower().endswith(".pdf"):
        raise WrongCall("直接输出 PDF 这一部分还没有做好；请先输出 .docx，再用 WPS 另存为 PDF")
    out = output_path(call.out, (".docx",))
    envelopes, problems = read_answers(call.answers, folder, paper.id)
    if len(envelopes) > 1:
        said = f"文件里有 {len(envelopes)} 份答案，一次只填一份表，请分开保存"
        problems.append(error("too_many", call.answers, said))
    if has_error(problems) or not envelopes:
        return Report(problems)
    filled = checked(folder, envelopes[0], call.answers)
    problems += filled.problems
    if filled.usable:
        writing = write_paper(paper, folder.programme.fields, filled.values)
        write_whole(out, fill(folder.words[paper.id], writing))
        return Report(problems, lines=[f"《{paper.title}》已填好，写到 {out}"])
    return Report(problems)


def read_forms(call: Namespace) -> Report:
    """The answers of filled forms, file by file; a file that cannot be used does not stop the others."""
    folders = _candidates(call.programme)
    found = [item for name in call.files for item in _read_file(name, folders)]
    problems = [problem for item in found for problem in item["problems"]]
    document = {"files": [{**item, "problems": shown(item["problems"])} for item in found]}
    lines = [line for item in found for line in _lines(item, folders)]
    return Report(problems, document, lines)


def _candidates(name: str | None) -> list[ProgrammeFolder]:
    if name is not None:
        return [open_programme(name)]
    loaded = (load_folder(shipped() / known)[0] for known in shipped_ids())
    return [folder for folder in loaded if folder is not None]


def _read_file(name: str, folders: list[ProgrammeFolder]) -> list[dict[str, Any]]:
    try:
        file = open_blank(read_bytes(Path(name)), Path(name))
    except (Refused, ValueError) as fault:
        problems = fault.problems if isinstance(fault, Refused) else ()
        said = problems[0].message if problems else f"{name}：文件名不能用"
        return [_nothing(name, error("unreadable_file", name, said))]
    forms = _best(file, folders)
    if not forms:
        known = "、".join(folder.programme.id for folder in folders)
        said = f"{Path(name).name}：没有认出任何一份表（找过 {known}）；请确认是官方表，标签没有改动"
        return [_nothing(name, error("unknown_form", name, said))]
    return [_item(name, part + 1, folder, form) for part, (folder, form) in enumerate(forms)]


def _nothing(name: str, problem: Problem) -> dict[str, Any]:
    return {"file": name, "part": 1, "programme": None, "form": None, "answers": {}, "problems": [problem]}


def _best(file: WordBlank, folders: list[ProgrammeFolder]) -> list[tuple[ProgrammeFolder, FoundForm]]:
    """The forms of a file; where several programmes claim the same rows, the one that more labels speak for."""
    claims: list[tuple[ProgrammeFolder, FoundForm]] = []
    for folder in folders:
        for paper in folder.programme.papers:
            if paper.kind == "word" and paper.fillable:
                claims += [(folder, form) for form in find_forms(folder.words[paper.id], paper, file)]
    kept: list[tuple[ProgrammeFolder, FoundForm]] = []
    for folder, form in sorted(claims, key=lambda claim: (-claim[1].share, bool(claim[1].alone))):
        if all(form.end <= other.start or other.end <= form.start for _, other in kept):
            kept.append((folder, form))
    return sorted(kept, key=lambda claim: claim[1].start)


def _item(name: str, part: int, folder: ProgrammeFolder, form: FoundForm) -> dict[str, Any]:
    programme = folder.programme
    made: dict[str, Any] = {"file": name, "part": part, "programme": programme.id, "form": form.alone or form.paper.id}
    if form.share < ENOUGH:
        said = f"{Path(name).name}：这里只有《{form.paper.title}》的一部分（{form.share:.0%} 的标签），没有读"
        return {**made, "answers": {}, "problems": [error("part_of_other_form", name, said)]}
    filled = read_paper(form.paper, programme.fields, form.found)
    problems = [
        found if found.where else Problem(found.code, name, found.message, "", found.severity)
        for found in filled.problems
    ]
    return {**made, "answers": filled.values, "problems": problems}


def _lines(item: dict[str, Any], folders: list[ProgrammeFolder]) -> list[str]:
    """What was read, for people."""
    programme = next((folder.programme for folder in folders if folder.programme.id == item["programme"]), None)
    if programme is None:
        return []
    fields: dict[str, Field] = {field.key: field for field in programme.fields}
    paper = programme.paper(item["form"])
    title = paper.title if paper else "附表"
    count = f"读到 {len(item['answers'])} 项" if item["answers"] else "是空表，一项也没有填"
    head = f"{item['file']} 第 {item['part']} 份：《{title}》（{programme.title}），{count}"
    return [head, *(line for key, value in item["answers"].items() for line in _answer(fields[key], value))]


def _answer(field: Field, value: Any) -> list[str]:
    """One answer for people; rows stand one a line."""
    shown = kind_of(field).show(field, value)
    if field.type != "rows":
        return [f"  {field.name}：{shown}"]
    return [f"  {field.name}：", *(f"    第 {place + 1} 行：{row}" for place, row in enumerate(shown.split("\n")))]
