"""``{% load apply %}``: rows of boxes, made here because a form of 200 members has 1,800 of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from jiangfang.core.fields import Column
from jiangfang.stages.apply.boxes import Box, Cell, Row
from jiangfang.ui.templatetags.ui import status

register = template.Library()

MODES: Mapping[str, str] = {"integer": "numeric", "money": "decimal", "phone": "tel", "email": "email"}


@register.filter
def mode(field: object) -> str:
    """Which keyboard a phone shows."""
    return MODES.get(getattr(field, "type", ""), "")


@register.simple_tag
def row_lines(box: Box) -> SafeString:
    """The rows of a field as lines of a table; on a narrow page each becomes a card (form.css)."""
    lists = {column.key: f"words-{box.field.key}-{column.key}" for column in box.field.columns if column.options}
    # Every part is escaped below.
    return SafeString("".join(_line(row, lists) for row in box.rows))  # nosec B703


def _line(row: Row, lists: Mapping[str, str]) -> str:
    cells = "".join(_cell(cell, row.number, lists.get(cell.column.key, "")) for cell in row.cells)
    clear = (
        f'<td class="deed"><button type="button" class="btn small" data-clear hidden '
        f'aria-label="清空第 {row.number} 行">清空</button></td>'
    )
    return f'<tr data-row="{row.place}"><th scope="row">{row.number}</th>{cells}{clear}</tr>\n'


def _cell(cell: Cell, number: int, words: str) -> str:
    column = cell.column
    said = (
        f'id="field-{escape(cell.where)}" name="{escape(cell.name)}" aria-label="第 {number} 行 {escape(column.label)}"'
        f"{_more(column, cell.wrong, words)}"
    )
    if column.long:
        made = f'<textarea {said} rows="2">\n{escape(cell.text)}</textarea>'
    else:
        made = f'<input {said} value="{escape(cell.text)}" autocomplete="off">'
    return f'<td data-label="{escape(column.label)}{_unit(column)}"{_class(cell.width)}>{made}</td>'


def _more(column: Column, wrong: bool, words: str) -> str:
    mode = MODES.get(column.type, "")
    return "".join(
        [
            f' inputmode="{mode}"' if mode else "",
            f' list="{escape(words)}"' if words else "",
            ' class="wrong" aria-invalid="true"' if wrong else "",
        ]
    )


def _unit(column: Column) -> str:
    return f"（{escape(column.unit)}）" if column.unit else ""


def _class(width: str) -> str:
    return f' class="{width}"' if width else ""


OPINIONS: Mapping[str, tuple[str, str]] = {
    "holds": ("已签", "good"),
    "void": ("因改动失效，要重签", "warn"),
    "none": ("还没有签", "idle"),
}


@register.simple_tag
def opinion(standing: str) -> SafeString:
    """How an opinion stands, in the same words and shape everywhere."""
    return status(*OPINIONS[standing])


@register.filter
def time_to_second(moment: datetime) -> str:
    """10:42:07, in the time of the installation."""
    return f"{localtime(moment):%H:%M:%S}"
