"""``{% load receive %}``: how a recommender and a cell of the table stand, as a word and a shape."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiangfang.core.receiving import Cell, Standing
from jiangfang.stages.receive.queries import STATUSES, Line
from jiangfang.ui.templatetags.ui import day, status

register = template.Library()

KINDS: Mapping[str, str] = {"none": "idle", "part": "warn", "late": "warn", "back": "warn", "full": "good"}

CELLS: Mapping[Standing, tuple[str, str]] = {
    Standing.NOT_ASKED: ("另收", "idle"),
    Standing.HERE: ("收到", "good"),
    Standing.LATE: ("迟到", "warn"),
    Standing.PART: ("没齐", "warn"),
    Standing.MISSING: ("没收到", "idle"),
}


@register.simple_tag
def standing(line: Line) -> SafeString:
    """How a recommender stands, and until when where that is a day of its own or over."""
    found = line.status
    said = status(STATUSES[found], "stop" if line.overdue else KINDS[found])
    if line.overdue and line.last is not None:
        return said + format_html("<small>{} 已过 {} 天</small>", day(line.last), (line.today - line.last).days)
    if line.back_due is not None:
        return said + format_html("<small>{}以前再报</small>", day(line.back_due))
    return said + format_html("<small>延期到 {}</small>", day(line.last)) if line.extended else said


@register.simple_tag
def paper_cell(called: str, cell: Cell) -> SafeString:
    """One form of one thing: what it is called, how it stands, how many of how many, since when."""
    found = cell.standing
    if cell.made and not cell.wanted:
        return format_html('<span class="called">{}</span>{}', called, status("系统里有", "good"))
    many = f"{cell.came}/{cell.wanted}"
    word, kind = CELLS[found]
    shown = status(f"{word} {many}", "stop" if cell.overdue else kind)
    when = format_html("<small>{}</small>", day(cell.here_on)) if cell.here_on else ""
    over = SafeString("<small>已过期</small>") if cell.overdue else ""
    return format_html('<span class="called">{}</span>{}{}{}', called, shown, when, over)
