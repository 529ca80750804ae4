"""``{% load ui %}``: days and moments as an office writes them, problems, states, hats, clauses, pages of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import is_aware, localtime

from jiangfang.core.problems import Problem, Severity

register = template.Library()

SHAPES: Mapping[str, str] = {"good": "✓", "warn": "△", "stop": "✕", "idle": "○"}
SEVERITIES: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("stop", "须改"),
    Severity.WARNING: ("warn", "请核"),
    Severity.NOTE: ("idle", "提示"),
}


def _local(value: date) -> date:
    return localtime(value) if isinstance(value, datetime) and is_aware(value) else value


@register.filter
def day(value: date | None) -> str:
    """2024年11月20日; nothing for no day."""
    if value is None or value == "":
        return ""
    spoken = _local(value)
    return f"{spoken.year}年{spoken.month}月{spoken.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """2024年11月20日 10:42, in the time of the installation."""
    return f"{day(value)} {_local(value):%H:%M}" if value else ""


@register.filter
def clock_time(value: datetime | None) -> str:
    """10:42."""
    return f"{_local(value):%H:%M}" if value else ""


@register.filter
def days_left(until: date | None, today: date) -> str:
    """How long until a day: 还有 4 天; 今天截止; 已过 2 天."""
    if until is None or until == "" or today is None:
        return ""
    last = _local(until)
    left = ((last.date() if isinstance(last, datetime) else last) - today).days
    if left < 0:
        return f"已过 {-left} 天"
    return f"还有 {left} 天" if left else "今天截止"


@register.filter
def days_to(start: date | None, today: date) -> str:
    """How long until something begins: 还有 4 天开始; nothing once it has."""
    if start is None or start == "" or today is None:
        return ""
    first = _local(start)
    left = ((first.date() if isinstance(first, datetime) else first) - today).days
    return f"还有 {left} 天开始" if left > 0 else ""


@register.inclusion_tag("ui/problems.html")
def problems(found: Iterable[Problem] | None, then: str = "改好再交") -> dict[str, Any]:
    """What is wrong, each with a link to its field; nothing where nothing is. then: what is done after it is mended."""
    listed = list(found or ())
    stops = sum(problem.severity is Severity.ERROR for problem in listed)
    shown = [(problem, *SEVERITIES[problem.severity], _behind(problem)) for problem in listed]
    return {"stops": stops, "listed": shown, "then": then}


@register.simple_tag
def whys(found: Iterable[Problem] | None, where: str) -> SafeString:
    """The sentences that belong to one field, under it; its input names ``why-<where>`` in aria-describedby."""
    mine = [problem for problem in found or () if problem.where == where]
    if not mine:
        return SafeString("")
    lines = format_html_join(
        "",
        '<span class="line {}">{} {}{}</span>',
        ((SEVERITIES[one.severity][0], SHAPES[SEVERITIES[one.severity][0]], one.message, _behind(one)) for one in mine),
    )
    return format_html('<div class="why" id="why-{}">{}</div>', where, lines)


def _behind(found: Problem) -> str:
    """The clause, where the sentence itself does not end in it."""
    return f"（{found.clause}）" if found.clause and found.clause not in found.message else ""


@register.filter
def wrong_at(found: Iterable[Problem] | None, where: str) -> bool:
    """Whether something is said of a field."""
    return any(problem.where == where for problem in found or ())


@register.inclusion_tag("ui/field.html", takes_context=True)
def field(context: Context, name: str, label: str, value: object = "", **more: Any) -> dict[str, Any]:
    """A labelled input with what is wrong with it, from ``problems`` of the context.

    more: type, hint, unit, required, autocomplete, inputmode, maxlength, rows (a text box), options (a choice of
    (value, title) pairs).
    """
    found = context.get("problems") or ()
    options = [(str(key), title) for key, title in more.pop("options", ())]
    return {
        "name": name,
        "label": label,
        "value": "" if value is None else str(value),
        "problems": found,
        "wrong": wrong_at(found, name),
        "type": "text",
        "options": options,
        **more,
    }


@register.simple_tag(takes_context=True)
def block_again(context: Context, name: str) -> SafeString:
    """A block once more: the title of the tab is also the heading of the page."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    rendered: SafeString = block.render(context)
    return rendered


@register.simple_tag
def status(word: str, kind: str = "idle") -> SafeString:
    """A state as a word and a shape. kind: good, warn, stop, idle."""
    return format_html('<span class="tag {}">{} {}</span>', kind, SHAPES[kind], word)


@register.simple_tag(takes_context=True)
def hat_field(context: Context) -> SafeString:
    """What every form carries, unseen: its token and the hat it is sent under."""
    token, hat = context.get("csrf_token", ""), context.get("hat")
    hidden = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    if hat is None:
        return hidden
    return hidden + format_html('<input type="hidden" name="hat" value="{}">', hat.pk)


@register.simple_tag
def clause(number: str, text: str, restated: bool = False) -> SafeString:
    """What the notice says, with its number. restated: in our words, where the notice itself is not attached."""
    behind = "（转述）" if restated else ""
    return format_html('<blockquote class="clause">{}<cite>——{}{}</cite></blockquote>', text, number, behind)


@register.simple_tag
def meter(done: float, of: float | None, kind: str = "good") -> SafeString:
    """A bar of how much of it is done; the numbers stand beside it in words."""
    share = max(0, min(100, round(100 * float(done) / float(of)))) if of else 0
    return format_html(
        '<svg class="meter {}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect width="{}" height="8"/></svg>',
        kind,
        share,
    )


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], parameter: str = "page", anchor: str = "") -> dict[str, Any]:
    """The other pages of a long list; filters and order in the address stay. anchor: where on the page it stands."""
    there = {}
    for name, number in (("back", page.number - 1), ("on", page.number + 1)):
        query = context["request"].GET.copy()
        query[parameter] = str(number)
        there[name] = f"?{query.urlencode()}{f'#{anchor}' if anchor else ''}"
    return {"page": page, **there}


@register.simple_tag(takes_context=True)
def sort_head(context: Context, title: str, key: str, parameter: str = "sort") -> SafeString:
    """The words of a column's head as a link: orders by it, once more the other way round."""
    query = context["request"].GET.copy()
    now = query.get(parameter, "")
    query[parameter] = f"-{key}" if now == key else key
    query.pop("page", None)
    mark, spoken = {key: ("↑", "，现在从小到大"), f"-{key}": ("↓", "，现在从大到小")}.get(now, ("", ""))
    return format_html(
        '<a class="order" href="?{}">{}<span aria-hidden="true"> {}</span><span class="unseen">{}</span></a>',
        query.urlencode(),
        title,
        mark,
        spoken,
    )
