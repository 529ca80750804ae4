"""The admin as its documentation tells it: inlines, what is shown, filtered and searched, joins named beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from benchmarks.pages.plain.models import TABLES, Application, Section

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin


def _inline(model: Any) -> Any:
    return type(f"Inline{model.__name__}", (admin.TabularInline,), {"model": model, "extra": 0})


class Whole(_Admin):
    """The whole form, and the list."""

    inlines = [_inline(model) for model in TABLES.values()]  # noqa: RUF012
    raw_id_fields = ("unit", "recommender")
    list_display = ("place", "studio_name", "leader_name", "number", "unit", "state", "union", "own")
    list_display_links = ("studio_name",)
    list_filter = ("state",)
    list_per_page = 50
    list_select_related = ("unit",)
    search_fields = ("studio_name", "leader_name", "number", "unit__name")
    ordering = ("place", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what was said."""
        return super().get_queryset(request).prefetch_related("opinions")

    def union(self, row: Any) -> str:
        """The union's opinion."""
        return _said(row, "unit_union")

    def own(self, row: Any) -> str:
        """The recommender's."""
        return _said(row, "recommender")


def _said(row: Any, role: str) -> str:
    return next((opinion.text for opinion in row.opinions.all() if opinion.role == role), "")


class Part(_Admin):
    """One section: the table of members."""

    fields = ("studio_name",)
    readonly_fields = ("studio_name",)
    inlines = (_inline(TABLES["members"]),)


admin.site.register(Application, Whole)
admin.site.register(Section, Part)
