"""Text, phones and mailboxes: printed as typed, counted in 字."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from jiangfang.core.fields.base import (
    LONGEST_LINE,
    LONGEST_TEXT,
    NOT_GIVEN,
    Checked,
    Field,
    Kind,
    Spot,
    shorten,
    tidy,
    wrong_type,
    xml_cannot_hold,
)
from jiangfang.core.fields.number import half_width
from jiangfang.core.problems import Problem, error, warning

_WORD = re.compile(r"[A-Za-z0-9À-ɏ]+(?:[.,'’/-][A-Za-z0-9À-ɏ]+)*")
_PHONE = re.compile(r"(?:\D*\d){7}")


def count_zi(text: str) -> int:
    """字 of a text: Unicode characters after NFC without white space (product.md, "Words")."""
    return sum(1 for letter in unicodedata.normalize("NFC", text) if not letter.isspace())


def count_wps(text: str) -> int:
    """字数 as WPS shows it: a Latin word or a number counts as one. For show only, no rule uses it."""
    return count_zi(_WORD.sub("字", text))


class TextKind(Kind):
    """Free text. More than the paper's 字 is a warning, more than the program can carry an error."""

    name = "text"
    wanted = "文字"

    def check(self, spot: Spot, value: Any, where: str, called: str) -> Checked:
        """See Kind; empty text is refused, since an answer that is not given is left out."""
        if not isinstance(value, str) or not value.strip():
            return wrong_type(where, called, self.wanted, value)
        bad = xml_cannot_hold(value)
        if bad:
            said = f"{called}：含有文件里放不下的字符 U+{ord(bad):04X}，请删去它（多半是从别处粘贴带来的）"
            return NOT_GIVEN, [error("bad_character", where, said)]
        text = tidy(value)
        problems = self.doubts(spot, text, where, called)
        return (NOT_GIVEN if any(problem.severity == "error" for problem in problems) else text), problems

    def doubts(self, spot: Spot, text: str, where: str, called: str) -> list[Problem]:
        """What can be said of a text that is otherwise fine."""
        most = LONGEST_TEXT if spot.long else LONGEST_LINE
        if len(text) > most:
            return [error("too_long", where, f"{called}：有 {len(text)} 个字符，最多 {most} 个，请删减")]
        limit = spot.limit if isinstance(spot, Field) else 0
        zi = count_zi(text)
        if limit and zi > limit:
            clause = spot.clause if isinstance(spot, Field) else ""
            said = f"{called} {zi} 字，超过 {limit} 字（WPS 字数统计为 {count_wps(text)}），请删减"
            return [warning("too_long", where, said, clause)]
        return []


class PhoneKind(TextKind):
    """A telephone number, as typed (0316—2687421, 25665219); text everywhere, never a number."""

    name = "phone"
    wanted = "写成文字的电话号码"

    def doubts(self, spot: Spot, text: str, where: str, called: str) -> list[Problem]:
        """Fewer than seven digits is a doubt."""
        problems = super().doubts(spot, text, where, called)
        if not problems and not _PHONE.match(half_width(text)):
            problems.append(warning("unsure", where, f"{called}“{shorten(text)}”不像电话号码，请核对"))
        return problems


class EmailKind(TextKind):
    """A mailbox, as typed."""

    name = "email"
    wanted = "写成文字的电子邮箱"

    def doubts(self, spot: Spot, text: str, where: str, called: str) -> list[Problem]:
        """Anything but one @ with something on both sides is a doubt."""
        problems = super().doubts(spot, text, where, called)
        if not problems and not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
            problems.append(warning("unsure", where, f"{called}“{shorten(text)}”不像电子邮箱，请核对"))
        return problems
