"""Cuts a notice's own text into its numbered clauses, so that each can be shown where a rule speaks.

Numbers are the notice's: 一、 then （一） then 1. (GB/T 9704, 7.3.3). A clause is named as rules cite it:
``通知二（二）``, ``通知一·4``, ``通知四（三）``; what stands before the first number is ``通知首部``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HEAD = "首部"
FOOT = "落款"
HAN = "一二三四五六七八九十"
_TOP = re.compile(rf"^([{HAN}]{{1,3}})、\s*(.*)$", re.DOTALL)
_SECOND = re.compile(rf"^[（(]([{HAN}]{{1,3}})[）)]\s*(.*)$", re.DOTALL)
_THIRD = re.compile(r"^(\d{1,2})(?:[.．、])\s*(?!\d)(.*)$", re.DOTALL | re.ASCII)
_ANNEX = re.compile(r"^[-•\s]*附\s*件\s*\d*\s*[:：]?\s*(.*)$")
_LISTED = re.compile(r"^[-•\s]*附\s*件\s*[:：]")
_DATE = re.compile(r"^\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$")
_LABELLED = re.compile(r"^[^\s，。,:：]{2,6}[:：]")
_ENDS = "。：；！？!?;:”》"
_PAUSES = "，、,"
_HEADING = 26


@dataclass(slots=True)
class CutClause:
    """One clause: its number as rules cite it, and its own paragraphs (those of its sub-clauses stand apart)."""

    number: str
    paragraphs: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its paragraphs, one a line."""
        return "\n".join(self.paragraphs)


def cut(text: str, name: str = "通知") -> list[CutClause]:
    """The clauses of a notice in order, its head first; annexes are left out. name: what citations begin with."""
    cutter = _Cutter(name)
    for paragraph in paragraphs_of(text):
        if not cutter.take(paragraph):
            break
    return cutter.clauses


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text whose lines may have been broken by a page or a scan, and joined again."""
    made: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        plain = line.strip().lstrip("﻿")
        if not plain:
            continue
        if made and _goes_on(made[-1], plain):
            made[-1] += plain
        else:
            made.append(plain)
    return made


def _goes_on(before: str, line: str) -> bool:
    """True when a line continues the one before: that one is long and ends in no mark, or in a pause."""
    begins = any(shape.match(line) for shape in (_TOP, _SECOND, _THIRD, _ANNEX, _DATE, _LABELLED))
    ended = before[-1] in _ENDS or before.endswith("通知") or _DATE.match(before)
    return not begins and not ended and (len(before) > _HEADING or before[-1] in _PAUSES)


class _Cutter:
    """Where the cut is: the clause being filled, and the numbers above it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.clauses = [CutClause(f"{name}{HEAD}")]
        self._by_number = {self.clauses[0].number: self.clauses[0]}
        self._top = self._second = ""
        self._foot = False

    def take(self, paragraph: str) -> bool:
        """One paragraph; False when the notice ends and its annexes begin."""
        top, second, third = (shape.match(paragraph) for shape in (_TOP, _SECOND, _THIRD))
        if self._top and _ANNEX.match(paragraph):
            if self._foot or not _LISTED.match(paragraph):
                return False
            self._foot = True
        if self._foot or (self._top and _DATE.match(paragraph)):
            self._clause(FOOT).paragraphs.append(paragraph)
        elif top:
            self._top, self._second = top[1], ""
            self._open(self._top, top[2])
        elif second and self._top:
            self._second = f"（{second[1]}）"
            self._open(f"{self._top}{self._second}", second[2])
        elif third and self._top:
            self._open(f"{self._top}{self._second}·{third[1]}", third[2])
        else:
            self._add(paragraph)
        return True

    def _open(self, number: str, text: str) -> None:
        clause = self._clause(number)
        if text.strip():
            clause.paragraphs.append(text.strip())

    def _add(self, paragraph: str) -> None:
        """An unnumbered paragraph belongs to the section it stands in, not to the numbered item before it."""
        self._clause(self._top or HEAD).paragraphs.append(paragraph)

    def _clause(self, number: str) -> CutClause:
        called = f"{self._name}{number}"
        if called not in self._by_number:
            self._by_number[called] = CutClause(called)
            self.clauses.append(self._by_number[called])
        return self._by_number[called]
