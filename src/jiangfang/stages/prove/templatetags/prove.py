"""``{% load prove %}``: a piece as a tile and in a line, made here because a page has hundreds of them."""

from __future__ import annotations

from urllib.parse import quote

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiangfang.core import proving
from jiangfang.core.evidence import Proof
from jiangfang.core.proofs import KINDS, size_of
from jiangfang.records.files.models import File
from jiangfang.stages.prove.queries.shelf import Lying

register = template.Library()


@register.simple_tag(takes_context=True)
def piece_tile(context: Context, one: Lying) -> SafeString:
    """A piece under its proof."""
    return format_html("<li>{}{}</li>", _named(context, one.file, one.name), _marks(stamped=one.stamped))


@register.simple_tag(takes_context=True)
def piece_line(context: Context, one: Lying) -> SafeString:
    """A piece in a table."""
    entry = one.piece.entry if one.piece else None
    came = format_html("<small>台账：<bdi>{}</bdi></small>", entry.title) if entry else ""
    what = _small(context, one.file) if one.file else format_html("<small>{}</small>", "后来删去了")
    return format_html("{}{}{}", _named(context, one.file, one.name), what, came)


@register.simple_tag(takes_context=True)
def file_line(context: Context, file: File) -> SafeString:
    """A file in a table."""
    return format_html("{}{}", _named(context, file, file.name), _small(context, file))


def _small(context: Context, file: File) -> SafeString:
    """What it is, below its name; whoever may not open it is told so in the place of the name."""
    return format_html("<small>{}</small>", told(file)) if context.get("opens") else SafeString("")


@register.filter
def told(file: File) -> str:
    """What a file is: PDF，3 页，1.2 MB."""
    kind, content = KINDS.get(file.content.kind), file.content
    pages = f"，{content.pages} 页" if content.pages and content.pages > 1 else ""
    return f"{kind.title if kind else content.kind}{pages}，{size_of(content.size)}"


@register.filter
def asks_who(proof: Proof | None) -> bool:
    """Whether somebody has to be named who reckoned."""
    return proof is not None and proving.asks_who(proof)


def _named(context: Context, file: File | None, name: str) -> SafeString:
    """Its name as a link for whoever may open it; for an auditor only what it is."""
    if not context.get("opens"):
        return format_html("<span>{}</span>", told(file) if file else "一份文件")
    if file is None:
        return format_html("<bdi>{}</bdi>", name)
    address, here = reverse("files:look", args=[context["tray"], file.pk]), context["request"].path
    return format_html('<a href="{}?next={}"><bdi>{}</bdi></a>', address, quote(here), name)


def _marks(*, stamped: bool) -> SafeString:
    return SafeString(' <span class="seal" title="印章已盖">章</span>') if stamped else SafeString("")
