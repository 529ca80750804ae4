"""What is written: sample answers varied from form to form, so that nobody is measured on repeated input."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jiangfang.core.answers import check_answers, read_envelopes
from jiangfang.core.fields import Field
from jiangfang.core.papers import Paper, write_paper
from jiangfang.core.papers.writing import piece_text
from jiangfang.demo import SAMPLES
from jiangfang.documents.files import read_text
from jiangfang.documents.folder import ProgrammeFolder, load_folder, shipped

STORY = 400
_WORK = (
    "环缝自动焊夹具",
    "管网分时调节",
    "换热站巡检",
    "薄板变形控制",
    "轴承在线监测",
    "焊丝余料回收",
    "锅炉烟气余热回收",
)
_DEED = ("改造", "推广", "试制", "改进", "验证", "编写规程并培训", "立项攻关")
_GAIN = ("合格率提高", "单台工时减少", "返修率下降", "能耗降低", "全年节约", "故障间隔延长", "投诉量下降")


@cache
def folder(programme: str) -> ProgrammeFolder:
    """A shipped programme. Raises SystemExit with its faults."""
    loaded, problems = load_folder(shipped() / programme)
    if loaded is None:
        raise SystemExit("\n".join(problem.message for problem in problems))
    return loaded


def forms(programme: str, sample: str, count: int) -> list[dict[str, Any]]:
    """So many forms made from a sample's checked answers, each with words and numbers of its own."""
    envelopes, _ = read_envelopes(read_text(SAMPLES / sample), sample)
    filled = check_answers(folder(programme).programme.fields, envelopes[0].answers)
    if not filled.usable:
        raise SystemExit("\n".join(problem.message for problem in filled.problems))
    return [_varied(filled.values, number) for number in range(count)]


def _varied(answers: Mapping[str, Any], number: int) -> dict[str, Any]:
    name = f"{chr(0x4E00 + number % 2_000)}例"
    members = answers["members"]
    many = [members[place % len(members)] for place in range(3 + number % 11)]
    given = {**answers, "achievements": story(number), "members": many}
    return {key: _renamed(value, name, number) for key, value in given.items()}


def _renamed(value: Any, name: str, number: int) -> Any:
    if isinstance(value, str):
        return value.replace("示例", name)
    if isinstance(value, list):
        return [_renamed(item, name, number) for item in value]
    if isinstance(value, dict):
        return {key: _renamed(item, name, number) for key, item in value.items()}
    return value + number % 9 if isinstance(value, int) else value


def story(number: int) -> str:
    """Achievements of about ``STORY`` characters in three paragraphs; equal numbers give equal texts."""
    chance = random.Random(number)
    sentences: list[str] = []
    while sum(map(len, sentences)) < STORY:
        pick = chance.choice
        figures = chance.randrange(2, 60), chance.randrange(1, 99) / 10
        sentences.append(f"围绕{pick(_WORK)}{pick(_DEED)}{figures[0]}次，{pick(_GAIN)}百分之{figures[1]}；")
    third = len(sentences) // 3
    parts = sentences[:third], sentences[third : 2 * third], sentences[2 * third :]
    return "\n".join("".join(part) for part in parts)


def name_of(piece: str) -> str:
    """A piece of a paper as the name of a variable."""
    return piece.replace(".", "__")


def shown(paper: Paper, fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of a form by ``name_of``, rows as lists of lines padded to the blank's own: ready for any peer."""
    by_key = {field.key: field for field in fields}
    made: dict[str, Any] = {
        name_of(piece): values[piece] if slot.boxes and piece in values else piece_text(by_key, values, piece)
        for slot in paper.cells
        for piece in slot.pieces
    }
    blocks = {block.at: block.texts for block in write_paper(paper, fields, values).rows}
    for rows in paper.rows:
        lines = [list(texts) for texts in blocks.get(rows.address, ())]
        made[rows.key] = lines + [[""] * len(rows.columns)] * (rows.lines - len(lines))
    return made
