"""What a command says: one JSON document on standard output, or sentences for people."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jiangfang.core.problems import Problem, Severity, has_error

DONE, PROBLEMS, WRONG_CALL = 0, 1, 2
_FORM = re.compile(r"(?:\S+ )?第 \d+ 份：")
_WORDS = {Severity.ERROR: "✕ 错误", Severity.WARNING: "△ 提醒", Severity.NOTE: "○ 请核"}


class WrongCall(Exception):  # noqa: N818 - the call is wrong, not the program
    """The command was called wrongly; its text is the sentence for the user. Exit status 2."""


@dataclass(slots=True)
class Report:
    """The outcome of a command. document: what ``--json`` prints beside or instead of ``problems``.

    lines: what people read on standard output. quote: the notice's own words of a clause, "" where none are at hand.
    then: what goes on after all this was said, and its exit status; only where no problem is an error.
    """

    problems: list[Problem] = field(default_factory=list)
    document: Mapping[str, Any] | None = None
    lines: list[str] = field(default_factory=list)
    quote: Callable[[str], str] = lambda clause: ""
    then: Callable[[], int] | None = None

    @property
    def status(self) -> int:
        """The exit status."""
        return PROBLEMS if has_error(self.problems) else DONE


def emit(report: Report, *, as_json: bool) -> int:
    """Prints a report and returns the exit status."""
    if as_json:
        document = report.document
        _print_json({"problems": shown(report.problems)} if document is None else document)
        return report.status
    _say(report.lines, sys.stdout)
    quoted: set[tuple[str, str]] = set()
    for problem in report.problems:
        _say([sentence(problem)], sys.stderr)
        spot = (_form_of(problem), problem.clause)
        words = report.quote(problem.clause) if problem.clause and spot not in quoted else ""
        if words:
            quoted.add(spot)
            _say([f"    {problem.clause}：{words}"], sys.stderr)
    _say(tally(report.problems), sys.stderr)
    return report.status


def _form_of(problem: Problem) -> str:
    """Which of several forms a sentence speaks of (第 2 份：…): pages are parted and sent out one by one."""
    found = _FORM.match(problem.message)
    return found[0] if found else ""


def tally(problems: Sequence[Problem]) -> list[str]:
    """How many of each, and what to do next; nothing for a single sentence."""
    if len(problems) < 2:
        return []
    counts = Counter(problem.severity for problem in problems)
    shown = "、".join(f"{_WORDS[level][2:]} {counts[level]} 处" for level in Severity if counts[level])
    return [f"共{shown}。{'先改 ✕ 的，改好再试一次' if counts[Severity.ERROR] else '都不拦人，请逐条看过'}"]


def emit_wrong_call(message: str, *, as_json: bool) -> int:
    """Prints why a call is wrong and returns its exit status."""
    if as_json:
        _print_json({"problems": [Problem("wrong_call", "", message).as_json()]})
    else:
        _say([f"jiangfang：{message}"], sys.stderr)
    return WRONG_CALL


def shown(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems in their JSON shape."""
    return [problem.as_json() for problem in problems]


def placed(problems: Iterable[Problem], where: str) -> list[Problem]:
    """Problems of a form as a whole, given the path of its file as their place."""
    return [problem if problem.where else replace(problem, where=where) for problem in problems]


def sentence(problem: Problem) -> str:
    """A problem as one line for people."""
    said = problem.message.replace("\n", " ")
    return f"{_WORDS[problem.severity]}：{said}"


def _print_json(document: Mapping[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
    else:
        stream.write(text.encode("utf-8", "backslashreplace"))
        stream.flush()


def _say(lines: Sequence[str], stream: Any) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    for line in lines:
        print(line.encode(encoding, "replace").decode(encoding), file=stream)
