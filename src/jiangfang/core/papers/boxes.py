"""Tick boxes as people leave them: ☑, ■, √ before, in or behind the box."""

from __future__ import annotations

from jiangfang.core.problems import Problem, note, warning

EMPTY = "□☐▢○◯"
TICKED = "☑☒■▣⊠√✓✔✕✗×●"
CROSSES = "☒✕✗×"
BOXED_CROSS = "☒"  # what Word's own check box shows when it is ticked
TICK = "☑"


def read_boxes(text: str, options: tuple[str, ...], where: str, called: str) -> tuple[list[str], list[Problem]]:
    """The ticked options of a cell, in the order of ``options``, and what is doubtful of it."""
    plain = "".join(text.split())
    marks, rest = _marks(plain, options)
    ticked: list[str] = []
    problems: list[Problem] = []
    signs = {letter for mark in (*marks.values(), rest) for letter in mark if letter in TICKED}
    if signs & set(CROSSES):
        if signs - set(CROSSES):
            said = f"{called}里又有勾又有叉，不知道叉是选还是不选，都没有读，请核对"
            return [], [warning("unsure", where, said)]
        if signs - {BOXED_CROSS}:
            problems.append(warning("unsure", where, f"{called}里画的是叉，当作选中读了，请核对"))
    for option in options:
        mark = marks.get(option)
        if mark is None:
            problems.append(warning("unsure", where, f"{called}里找不到“{option}”，这一项没有读"))
        elif _doubtful(mark):
            problems.append(warning("unsure", where, f"{called}的“{option}”前面是“{mark}”，不知道勾的是哪一项，没有读"))
        elif any(letter in TICKED for letter in mark):
            ticked.append(option)
    if any(letter in TICKED for letter in rest):
        problems.append(warning("unsure", where, f"{called}末尾有一个勾，不知道勾的是哪一项，没有读"))
    elif rest.strip(EMPTY + "。；;：:_＿"):
        problems.append(note("unsure", where, f"{called}末尾还写着“{rest}”，没有读"))
    return ticked, problems


def _marks(plain: str, options: tuple[str, ...]) -> tuple[dict[str, str], str]:
    """What stands before each option found, and what stands behind the last one."""
    spots = sorted((plain.find(option), option) for option in options if option in plain)
    marks: dict[str, str] = {}
    end = 0
    for start, option in spots:
        marks[option] = plain[end:start]
        end = start + len(option)
    return marks, plain[end:]


def _doubtful(mark: str) -> bool:
    """A tick before an empty box may belong to the option before; anything but one box or tick is not known."""
    if not mark:
        return True
    tick = next((place for place, letter in enumerate(mark) if letter in TICKED), None)
    box = next((place for place, letter in enumerate(mark) if letter in EMPTY), None)
    if tick is None and box is None:
        return True
    return tick is not None and box is not None and tick < box
