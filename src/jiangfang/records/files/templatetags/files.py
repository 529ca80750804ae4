"""``{% load files %}``: the box in which files are chosen, and the files of a tray as tiles, for every room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context

from jiangfang.core.proofs import KINDS, size_of
from jiangfang.records.files import previews
from jiangfang.records.files.models import Content, File
from jiangfang.records.files.views.uploading import Box

register = template.Library()


@register.filter
def size_shown(size: int | None) -> str:
    """12 MB."""
    return size_of(size) if size else ""


@register.filter
def kind_shown(content: Content) -> str:
    """What it is, in words: PDF, JPG 图片."""
    kind = KINDS.get(content.kind)
    return kind.title if kind else "文件"


@register.filter
def turned_by(turned: int, degrees: int) -> int:
    """How it is shown, turned so much further clockwise."""
    return (turned + degrees) % 360


@register.filter
def drawable(content: Content) -> bool:
    """Whether it has a small picture at once."""
    return previews.drawable(content)


@register.inclusion_tag("files/head.html")
def files_head() -> dict[str, Any]:
    """For the block ``scripts`` of a page with one of the other tags."""
    return {}


@register.inclusion_tag("files/box.html", takes_context=True)
def upload_box(context: Context, box: Box) -> dict[str, Any]:
    """Where files are chosen, dropped or photographed; see ``files.views.box_of``."""
    return {"box": box, **_frame(context)}


@register.inclusion_tag("files/tiles.html", takes_context=True)
def tiles(
    context: Context,
    files: Iterable[File],
    tray: str,
    writes: bool = False,
    form: str = "",
    empty: str = "还没有文件。",
    chosen: Iterable[int] = (),
) -> dict[str, Any]:
    """Files with their content (``select_related``) as tiles; made anew by the page itself when some were uploaded.

    tray: through which they are seen; writes: with the buttons that change them, where they lie in that tray; form: id
    of the form of the page to which their boxes ``file`` belong, "" for none; chosen: numbers that are ticked.
    """
    return {
        "files": list(files),
        "tray": tray,
        "writes": writes,
        "form": form,
        "empty": empty,
        "chosen": set(chosen),
        **_frame(context),
    }


def _frame(context: Context) -> dict[str, Any]:
    return {name: context.get(name) for name in ("request", "csrf_token", "hat", "problems")}
