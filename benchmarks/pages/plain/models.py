"""One model with a column a question of the 廊坊 form, one a table of it; as many boxes as ours shows."""

from __future__ import annotations

from typing import Any

from django.db import models

from benchmarks.material import folder
from jiangfang.core.fields import Field

FIELDS = [field for field in folder("langfang-2019").programme.fields if field.by == "unit"]
SINGLE = [field for field in FIELDS if field.type != "rows"]
ROWS = [field for field in FIELDS if field.type == "rows"]
STATES = [(name, name) for name in ("draft", "submitted", "endorsed", "recommended", "returned")]


def _column(field: Field) -> Any:
    if field.type == "integer":
        return models.IntegerField(field.label, null=True, blank=True)
    if field.type == "choice":
        return models.CharField(field.label, max_length=100, blank=True, choices=[(one, one) for one in field.options])
    if field.long:
        return models.TextField(field.label, blank=True)
    return models.CharField(field.label, max_length=300, blank=True)


class Body(models.Model):
    """A unit, or a body that recommends."""

    name = models.CharField(max_length=100)
    recommends = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class _Application(models.Model):
    """What does not come from the form."""

    unit = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    recommender = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="recommended")
    state = models.CharField(max_length=40, choices=STATES, default="draft")
    number = models.CharField(max_length=20, blank=True)
    place = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


def _made(name: str, base: type[models.Model], columns: dict[str, Any]) -> Any:
    return type(name, (base,), {"__module__": __name__, "__qualname__": name, **columns})


Application = _made(
    "Application",
    _Application,
    {
        **{field.key: _column(field) for field in SINGLE},
        "Meta": type(
            "Meta",
            (),
            {
                "app_label": "plain",
                "indexes": [models.Index(fields=["recommender", "state", "place"], name="by_recommender")],
            },
        ),
    },
)
Section = _made("Section", Application, {"Meta": type("Meta", (), {"app_label": "plain", "proxy": True})})


def _row(field: Field) -> Any:
    columns: dict[str, Any] = {
        column.key: models.CharField(column.label, max_length=300, blank=True) for column in field.columns
    }
    of: Any = models.ForeignKey(Application, on_delete=models.CASCADE, related_name=field.key)
    return _made(f"Row_{field.key}", models.Model, {"application": of, **columns})


TABLES = {field.key: _row(field) for field in ROWS}


class Opinion(models.Model):
    """What a union said."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="opinions")
    role = models.CharField(max_length=20)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text
