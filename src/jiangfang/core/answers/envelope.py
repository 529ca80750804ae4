"""The JSON of answers, read strictly: what Python's reader would pass in silence is a problem here."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from jiangfang.core.fields.base import Unusable, shorten, wrong_type, xml_cannot_hold
from jiangfang.core.problems import Problem, error

DEEPEST = 20
LONGEST_INTEGER = 12
MOST_FORMS = 20_000
_CHINESE = frozenset("，：；“”‘’【】｛｝（）、。")
_KEYS = ("programme", "form", "answers")


class Doubled(dict[str, Any]):
    """An object in which some keys were written twice; ``doubled`` names them."""

    doubled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """One filled form as it travels: which programme, which form, and the raw answers."""

    programme: str
    form: str
    answers: dict[str, Any]


def read_envelopes(text: str, where: str) -> tuple[list[Envelope], list[Problem]]:
    """Every form of an ANSWERS.json (one object, or a list of them). where: the file's path, for sentences."""
    if depth_of(text) > DEEPEST:
        return [], [error("too_deep", where, f"括号套得太深（超过 {DEEPEST} 层），这不是一份答案")]
    try:
        plain = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=lambda said: Unusable(f"带小数点的数 {shorten(said)}", said[:40]),
            parse_constant=lambda said: Unusable(f"{said}（不是一个数）"),
        )
    except (ValueError, RecursionError) as fault:
        return [], [error("unreadable_file", where, f"不是完好的 JSON：{_place(fault)}")]
    items = _items(plain)
    if not items:
        return [], [error("missing", where, "文件里一份答案也没有")]
    if len(items) > MOST_FORMS:
        return [], [error("too_long", where, f"一个文件里最多 {MOST_FORMS} 份答案，现在有 {len(items)} 份")]
    return _envelopes(items, where)


def _items(plain: Any) -> list[Any]:
    """The forms of a file: one, a list, or what ``form read --json`` printed (then without what it said of them)."""
    if isinstance(plain, dict) and set(plain) == {"files"} and isinstance(plain["files"], list):
        found = [item for item in plain["files"] if isinstance(item, dict) and item.get("programme")]
        return [{key: item[key] for key in _KEYS if key in item} for item in found]
    return plain if isinstance(plain, list) else [plain]


def _envelopes(items: list[Any], where: str) -> tuple[list[Envelope], list[Problem]]:
    made: list[Envelope] = []
    problems: list[Problem] = []
    for place, item in enumerate(items):
        called = f"第 {place + 1} 份答案" if len(items) > 1 else "答案文件"
        found = _envelope(item, where, called)
        if isinstance(found, Envelope):
            made.append(found)
        else:
            problems += found
    return made, problems


def _envelope(item: Any, where: str, called: str) -> Envelope | list[Problem]:
    if not isinstance(item, dict):
        return wrong_type(where, called, "带 programme、form、answers 三个键的一组", item)[1]
    if "answers" not in item and "programme" not in item and item:
        said = f"{called}：缺外面一层，应是 programme、form、answers 三个键，各项答案写在 answers 里面"
        return [error("missing", where, said)]
    problems = [replace(found, where=where) for found in doubled_keys(item, "", called)]
    problems += [
        error("unknown_key", where, f"{called}：没有“{shorten(str(key))}”这个键，只有 {'、'.join(_KEYS)}")
        for key in item
        if key not in _KEYS
    ]
    for key, kind in (("programme", str), ("form", str), ("answers", dict)):
        if key not in item:
            problems.append(error("missing", where, f"{called}：缺少 {key}"))
        elif not isinstance(item[key], kind):
            problems += wrong_type(where, f"{called}的 {key}", "文字" if kind is str else "一组键和值", item[key])[1]
        elif kind is str and xml_cannot_hold(item[key]):
            problems.append(error("bad_character", where, f"{called}的 {key} 里有不能用的字符"))
    return problems or Envelope(item["programme"], item["form"], item["answers"])


def doubled_keys(item: Any, below: str, called: str) -> list[Problem]:
    """A problem for each key that an object holds twice. below: what stands before the key in ``where``."""
    doubled = item.doubled if isinstance(item, Doubled) else ()
    return [
        error(
            "doubled_key",
            f"{below}{shorten(key, 80)}",
            f"{called}：“{shorten(key)}”写了两遍，不知道该用哪一个，请删去一个",
        )
        for key in doubled
    ]


def depth_of(text: str) -> int:
    """How deep brackets stand in one another, strings passed over."""
    depth = deepest = 0
    inside = escaped = False
    for letter in text:
        if inside:
            inside = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        elif letter == '"':
            inside = True
        elif letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    seen: set[str] = set()
    twice = tuple(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    found = Doubled(made)
    found.doubled = twice
    return found


def _integer(said: str) -> int | Unusable:
    digits = said.lstrip("-")
    return int(said) if len(digits) <= LONGEST_INTEGER else Unusable(f"{len(digits)} 位的整数（最多 12 位）")


def _place(fault: Exception) -> str:
    if isinstance(fault, json.JSONDecodeError):
        letter = fault.doc[fault.pos : fault.pos + 1]
        hint = f"这里用了中文标点“{letter}”，请改成英文的" if letter in _CHINESE else "请检查引号、逗号和括号"
        return f"第 {fault.lineno} 行第 {fault.colno} 个字符处读不下去，{hint}"
    return "括号套得太深"
