"""The admin as its documentation tells it: inlines, what is shown, filtered and searched, joins named beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from benchmarks.pages.plain.models import TABLES, Application, Body, Section

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]

    class ModelResource:
        """Of django-import-export, which has no types."""

    class ExportMixin:
        """The same."""

    XLSX: Any
else:
    from import_export.admin import ExportMixin
    from import_export.formats.base_formats import XLSX
    from import_export.resources import ModelResource

    _Admin = admin.ModelAdmin
LISTED = ("number", "studio_name", "leader_name", "unit__name", "recommender__name", "state", "place")


def _inline(model: Any) -> Any:
    return type(f"Inline{model.__name__}", (admin.TabularInline,), {"model": model, "extra": 0})


class Sheet(ModelResource):
    """The list as a workbook."""

    class Meta:
        model = Application
        fields = LISTED


class Whole(ExportMixin, _Admin):
    """The whole form, the list, and the list as a workbook."""

    resource_classes = (Sheet,)
    formats = (XLSX,)

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


class Bodies(_Admin):
    """Who recommends, with numbers counted as the documentation of aggregation tells."""

    list_display = ("name", "started", "submitted", "recommended_ones")
    list_filter = ("recommends",)
    list_per_page = 50
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the numbers."""
        numbers: dict[str, Any] = {
            "begun": Count("recommended"),
            "went": Count("recommended", filter=~Q(recommended__state="draft")),
            "chosen": Count("recommended", filter=Q(recommended__state="recommended")),
        }
        found: QuerySet[Any] = super().get_queryset(request).annotate(**numbers)
        return found

    def started(self, row: Any) -> int:
        """How many were begun."""
        return int(row.begun)

    def submitted(self, row: Any) -> int:
        """How many were handed in by their units."""
        return int(row.went)

    def recommended_ones(self, row: Any) -> int:
        """How many it recommends."""
        return int(row.chosen)


admin.site.register(Application, Whole)
admin.site.register(Body, Bodies)
admin.site.register(Section, Part)
