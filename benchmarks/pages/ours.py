"""Ours: ``python -m benchmarks.pages.ours make COUNT`` and ``run RUNS``, on the database of JIANGFANG_DATA."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import django
from django.conf import settings
from django.test import Client

from benchmarks.pages import timing
from benchmarks.pages.browser import Fields, fields_of, sent
from benchmarks.pages.timing import Deed

SECTION, CELL = "members", "r-members-0-duty"
SOUGHT = "示例第9工厂"


def make(count: int) -> None:
    """The federation, its round, and so many applications through one recommender."""
    from django.core.management import call_command

    from benchmarks.pages.city import fill

    call_command("migrate", verbosity=0)
    fill(count)


def deeds() -> Mapping[str, Deed]:
    """What is asked for: by the unit of one draft, and by the recommender of them all."""
    from benchmarks.pages.city import FIRST, MOMENT
    from jiangfang.core.people import Kind, Role
    from jiangfang.records.people.models import Hat
    from jiangfang.stages.apply.models import Application

    settings.CLOCK = lambda: MOMENT
    mine = Application.objects.select_related("recommender").get(pk=FIRST)
    assert mine.recommender is not None
    unit = Hat.objects.get(person=mine.started_by, role=Role.UNIT.value)
    county = Hat.objects.get(organisation=mine.recommender.organisation, role=Role.RECOMMENDER.value)
    clerk = Hat.objects.filter(organisation__federation=mine.round.federation_id, role=Role.CITY.value)[0]
    writer, reader, office = _signed_in(unit), _signed_in(county), _signed_in(clerk)
    filed = Application.objects.filter(state="handed_in").order_by("pk").values_list("pk", flat=True)[0]
    thick = Application.objects.select_related("started_by").get(recommender__organisation__kind=Kind.ZONE.value)
    binder = _signed_in(Hat.objects.get(person=thick.started_by, role=Role.UNIT.value))
    page, check = f"/applications/{FIRST}/sections/{SECTION}/", f"/applications/{FIRST}/check/"
    shown = fields_of(writer.get(page).content, "id", "fill")

    def again(number: int) -> None:
        Application.objects.filter(pk=FIRST).update(state=mine.state, number="", submitted_at=None)

    return {
        "form": Deed(lambda _: writer.get(page)),
        "save": Deed(lambda given: sent(writer, f"{page}save/", given, htmx=True), ready=_typed(shown)),
        "submit": Deed(
            lambda _: sent(writer, check, {"hat": [str(unit.pk)], "attested": ["1"], "told": ["1"]}), 303, again
        ),
        "list": Deed(lambda _: reader.get(f"/recommend/{mine.recommender_id}/")),
        "inbox": Deed(lambda _: office.get(f"/rounds/{mine.round_id}/inbox/")),
        "find": Deed(lambda _: office.get("/applications/", {"find": SOUGHT})),
        "one": Deed(lambda _: office.get(f"/applications/{filed}/read/")),
        "papers": Deed(lambda _: office.get(f"/rounds/{mine.round_id}/papers/")),
        "few_files": Deed(lambda _: writer.get(f"/applications/{FIRST}/evidence/")),
        "many_files": Deed(lambda _: binder.get(f"/applications/{thick.pk}/evidence/")),
    }


def excel() -> bytes:
    """The workbook of the city's list, as the worker makes it."""
    from django.utils.timezone import now

    from jiangfang.core.people import Role
    from jiangfang.records.files.kinds import Wish
    from jiangfang.records.people.models import Hat
    from jiangfang.stages.apply.jobs import LIST

    hat = Hat.objects.select_related("person", "organisation").filter(role=Role.CITY.value)[0]
    out = io.BytesIO()
    LIST.write(Wish(hat, {"round": "", "state": "", "find": ""}, now()), out, lambda done, total: None)
    return out.getvalue()


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
    timing.main(make, deeds, excel)
