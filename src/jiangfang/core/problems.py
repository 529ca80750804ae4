"""What is wrong, where, and which clause says so: the one currency of every "no"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How heavy a problem is; the order of the members is the order of printing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend or to ask (contract: cli.md, "Problems").

    code: one of the published codes, e.g. ``missing``.
    where: a field key, ``members[3].born`` counted from 0, ``Sheet!C7``, a file's path, or "" for the form as a whole.
    message: a sentence for people that says what, where and how to mend it.
    clause: the clause as the notice numbers it, ``通知二（二）``; "" when none stands behind it.
    """

    code: str
    where: str
    message: str
    clause: str = ""
    severity: Severity = Severity.ERROR

    def as_json(self) -> dict[str, str]:
        """The published JSON shape; ``clause`` is left out when there is none."""
        shown = {"code": self.code, "where": self.where, "message": self.message}
        if self.clause:
            shown["clause"] = self.clause
        return {**shown, "severity": self.severity.value}


class Refused(Exception):  # noqa: N818 - a refusal is the name people use for it
    """Raised by a deed that the rules do not allow; carries the problems that say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("；".join(problem.message for problem in problems))
        self.problems = tuple(problems)


def error(code: str, where: str, message: str, clause: str = "") -> Problem:
    """A problem that stops."""
    return Problem(code, where, message, clause, Severity.ERROR)


def warning(code: str, where: str, message: str, clause: str = "") -> Problem:
    """A problem to look at; nothing stops."""
    return Problem(code, where, message, clause, Severity.WARNING)


def note(code: str, where: str, message: str, clause: str = "") -> Problem:
    """Something said beside a value, or a question for people."""
    return Problem(code, where, message, clause, Severity.NOTE)


def with_clause(says: str, clause: str) -> str:
    """A sentence with its clause behind it, where it has one."""
    return f"{says}（{clause}）" if clause else says


def has_error(problems: Iterable[Problem]) -> bool:
    """True when at least one of them stops."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def root_key(where: str) -> str:
    """The field key that a place begins with: ``members[3].born`` -> ``members``."""
    for mark, letter in enumerate(where):
        if letter in "[.":
            return where[:mark]
    return where


def in_order(problems: Iterable[Problem], keys: Sequence[str]) -> list[Problem]:
    """Problems in the published order: of the form's fields, then severity, then code.

    Places that are no field of the form (the form as a whole, a file) come first.
    """
    position: Mapping[str, int] = {key: place for place, key in enumerate(keys)}
    return sorted(
        problems,
        key=lambda problem: (position.get(root_key(problem.where), -1), _RANK[problem.severity], problem.code),
    )
