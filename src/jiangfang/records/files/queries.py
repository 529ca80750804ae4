"""Which files were asked for, and where they lie."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from jiangfang.records.files.models import File, Making, Upload
from jiangfang.records.people.models import Hat

FOLDER = "made"
ON_ITS_WAY = "uploads"


def asked_by(hats: Iterable[Hat]) -> QuerySet[Making]:
    """What was asked for under hats that are still worn, newest first."""
    worn = list(hats)
    persons = {hat.person_id for hat in worn}
    found = Making.objects.filter(hat__in=worn, person__in=persons).select_related("hat__organisation")
    return found.order_by("-asked_at", "-pk")


def folder() -> Path:
    """Where the contents lie."""
    return Path(settings.DATA) / FOLDER


def path_of(making: int) -> Path:
    """Where the content of one lies, whether it is there or not."""
    return folder() / str(making)


def on_its_way() -> Path:
    """Where lies what was brought in part, or is being looked at; never in a copy of everything."""
    return Path(settings.DATA) / ON_ITS_WAY


def part_of(key: str) -> Path:
    """Where the bytes of an upload lie while they come, whether they are there or not."""
    return on_its_way() / key


def on_the_way(tray: str, person: int) -> QuerySet[Upload]:
    """What a person sends to a tray, or sent not long ago, the first begun first."""
    found = Upload.objects.filter(tray=tray, hat__person=person).select_related("hat__organisation", "hat__person")
    return found.order_by("began_at", "pk")


def brought_to(tray: str) -> QuerySet[File]:
    """What lies in a tray, newest first."""
    return File.objects.filter(tray=tray).select_related("content").order_by("-at", "-pk")


def uses_of(file: File) -> int:
    """In how many places of any room something refers to a file; an upload that became it is none."""
    return sum(model.objects.filter(**{field: file}).count() for model, field in referring())


def referring() -> list[tuple[Any, str]]:
    """Every model, of whichever room, whose rows refer to a file and need it, and by which field."""
    found = [one for one in File._meta.related_objects if one.on_delete is not models.SET_NULL]
    return [(one.related_model, one.field.name) for one in found]


def unused() -> QuerySet[File]:
    """Files to which nothing refers."""
    found = File.objects.all()
    for model, field in referring():
        found = found.exclude(pk__in=model.objects.values(field))
    return found
