"""Ours: ``python -m benchmarks.pages.ours make COUNT`` and ``run RUNS``, on the database of JIANGFANG_DATA."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django
from django.conf import settings
from django.test import Client

from benchmarks.pages import timing
from benchmarks.pages.browser import Fields, fields_of, sent
from benchmarks.pages.timing import Deed

SECTION, CELL = "members", "r-members-0-duty"


def make(count: int) -> None:
    """The federation, its round, and so many applications through one recommender."""
    from django.core.management import call_command

    from benchmarks.pages.city import fill

    call_command("migrate", verbosity=0)
    fill(count)


def deeds() -> Mapping[str, Deed]:
    """What is asked for: by the unit of one draft, and by the recommender of them all."""
    from benchmarks.pages.city import FIRST, MOMENT
    from jiangfang.core.people import Role
    from jiangfang.records.people.models import Hat
    from jiangfang.stages.apply.models import Application

    settings.CLOCK = lambda: MOMENT
    mine = Application.objects.select_related("recommender").get(pk=FIRST)
    assert mine.recommender is not None
    unit = Hat.objects.get(person=mine.started_by, role=Role.UNIT.value)
    county = Hat.objects.get(organisation=mine.recommender.organisation, role=Role.RECOMMENDER.value)
    writer, reader = _signed_in(unit), _signed_in(county)
    page, check = f"/applications/{FIRST}/sections/{SECTION}/", f"/applications/{FIRST}/check/"
    shown = fields_of(writer.get(page).content, "id", "fill")

    def again(number: int) -> None:
        Application.objects.filter(pk=FIRST).update(state=mine.state, number="", submitted_at=None)

    return {
        "form": Deed(lambda _: writer.get(page)),
        "save": Deed(lambda given: sent(writer, f"{page}save/", given, htmx=True), ready=_typed(shown)),
        "submit": Deed(lambda _: sent(writer, check, {"hat": [str(unit.pk)], "attested": ["1"]}), 303, again),
        "list": Deed(lambda _: reader.get(f"/recommend/{mine.recommender_id}/")),
    }


def _typed(shown: Fields) -> Any:
    """The page as it was shown with one cell typed anew, on the version as it is by then."""
    from benchmarks.pages.city import FIRST
    from jiangfang.stages.apply.models import Application

    def ready(number: int) -> Fields:
        version = Application.objects.values_list("version", flat=True).get(pk=FIRST)
        return {**shown, "base": [str(version)], CELL: [f"第{number}次改"]}

    return ready


def _signed_in(hat: Any) -> Client:
    """Somebody with one hat, signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(hat.person)
    return client


if __name__ == "__main__":
    django.setup()
    timing.main(make, deeds)
