"""Django's admin over plain models: ``python -m benchmarks.pages.admin make COUNT`` and ``run RUNS``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django
from django.test import Client

from benchmarks.pages import timing
from benchmarks.pages.browser import Fields, fields_of, sent
from benchmarks.pages.form import MANY, others, sound
from benchmarks.pages.timing import Deed

FIRST, SOUGHT = 1, "示例第9工厂"
STATES = ("endorsed", "endorsed", "recommended", "submitted", "draft")


def make(count: int) -> None:
    """So many applications through one body, as full as ours."""
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    _model("auth.User").objects.create_superuser("example")
    body, opinion = _model("plain.Body"), _model("plain.Opinion")
    county = body.objects.create(name="示例县总工会", recommends=True)
    units = body.objects.bulk_create([body(name=f"示例第{number}工厂") for number in range(count)], MANY)
    given, rows = [sound(), *others(count)], []
    for number, unit in enumerate(units):
        rows.append(_application(number, unit, county, given[number % len(given)]))
    type(rows[0]).objects.bulk_create(rows, MANY)
    for key, model in _tables().items():
        lines = [
            model(application=row, **line)
            for number, row in enumerate(rows)
            for line in given[number % len(given)].get(key, ())
        ]
        model.objects.bulk_create(lines, MANY)
    signed = [row for row in rows if row.state in ("endorsed", "recommended")]
    said = [opinion(application=row, role="unit_union", text="同意。") for row in signed]
    said += [opinion(application=row, role="recommender", text="同意。") for row in signed if row.place]
    opinion.objects.bulk_create(said, MANY)


def _model(name: str) -> Any:
    from django.apps import apps

    return apps.get_model(name)


def _tables() -> Mapping[str, Any]:
    from benchmarks.pages.plain.models import TABLES

    return TABLES


def _application(number: int, unit: Any, county: Any, form: Mapping[str, Any]) -> Any:
    from benchmarks.pages.plain.models import SINGLE, Application

    state = "draft" if number == 0 else STATES[number % len(STATES)]
    said = {field.key: form.get(field.key, None if field.type == "integer" else "") for field in SINGLE}
    texts = {key: "、".join(value) if isinstance(value, list) else value for key, value in said.items()}
    place = number if state == "recommended" else None
    return Application(unit=unit, recommender=county, state=state, number=f"2019-{number:04d}", place=place, **texts)


def deeds() -> Mapping[str, Deed]:
    """The change page of the section, saving it, saving the whole form as handed in, the list."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(_model("auth.User").objects.get())
    part, whole = f"/admin/plain/section/{FIRST}/change/", f"/admin/plain/application/{FIRST}/change/"
    shown, all_of_it = _shown(client, part, "section"), _shown(client, whole, "application")

    def again(number: int) -> Fields:
        _model("plain.Application").objects.filter(pk=FIRST).update(state="draft")
        return {**all_of_it, "state": ["submitted"]}

    def typed(number: int) -> Fields:
        return {**shown, "members-0-duty": [f"第{number}次改"]}

    return {
        "form": Deed(lambda _: client.get(part)),
        "save": Deed(lambda given: sent(client, part, given), 302, typed),
        "submit": Deed(lambda given: sent(client, whole, given), 302, again),
        "list": Deed(lambda _: client.get("/admin/plain/application/?recommender__id__exact=1")),
        "inbox": Deed(lambda _: client.get("/admin/plain/body/?recommends__exact=1")),
        "find": Deed(lambda _: client.get("/admin/plain/application/", {"q": SOUGHT})),
        "one": Deed(lambda _: client.get(whole)),
    }


def excel() -> bytes:
    """The workbook of all, as its button makes it."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(_model("auth.User").objects.get())
    page = "/admin/plain/application/export/"
    asked = client.post(page, fields_of(client.get(page).content, "method", "POST"))
    return bytes(asked.content)


def _shown(client: Client, page: str, model: str) -> Fields:
    """The form of a page; what stands in hidden rows for more of them stays out."""
    found = fields_of(client.get(page).content, "id", f"{model}_form")
    return {name: said for name, said in found.items() if "__prefix__" not in name}


if __name__ == "__main__":
    django.setup()
    timing.main(make, deeds, excel)
