import json
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from jiangfang.records.journal.guards import laying, lifting
from jiangfang.stages.apply.guards import CHANGE, CHANGE_WHOLE, FORGOTTEN


def set_apart(apps: Any, schema_editor: Any) -> None:
    """What is personal in the savings that are there goes into the column of its own."""
    changes = apps.get_model("apply", "Change").objects
    for pk, keys in _personal_keys(apps):
        for change in changes.filter(application=pk).order_by("pk"):
            delta = json.loads(change.delta)
            apart = {key: said for key, said in delta.items() if key in keys}
            if apart:
                shown = {key: None if key in keys else said for key, said in delta.items()}
                changes.filter(pk=change.pk).update(delta=json.dumps(shown), personal=json.dumps(apart))


def put_together(apps: Any, schema_editor: Any) -> None:
    """The way back; what was emptied meanwhile says that nothing was there."""
    changes = apps.get_model("apply", "Change").objects
    for change in changes.filter(delta__contains="null").order_by("pk"):
        delta, apart = json.loads(change.delta), json.loads(change.personal or "{}")
        nothing = [None, None, None, None]
        whole = {key: apart.get(key, nothing) if said is None else said for key, said in delta.items()}
        changes.filter(pk=change.pk).update(delta=json.dumps(whole))


def _personal_keys(apps: Any) -> list[tuple[int, set[str]]]:
    """The keys of the personal fields of each application's programme."""
    by_revision: dict[int, set[str]] = {}
    for revision in apps.get_model("programmes", "Revision").objects.order_by("pk"):
        fields = [field for section in json.loads(revision.plain)["sections"] for field in section["fields"]]
        by_revision[revision.pk] = {field["key"] for field in fields if _is_personal(field)}
    applications = apps.get_model("apply", "Application").objects.order_by("pk")
    return [(pk, by_revision[revision]) for pk, revision in applications.values_list("pk", "revision")]


def _is_personal(field: dict[str, Any]) -> bool:
    return bool(field.get("personal")) or any(column.get("personal") for column in field.get("columns", ()))


class Migration(migrations.Migration):
    dependencies = [("apply", "0003_belonging"), ("announce", "0001_rounds"), ("programmes", "0002_guards")]

    operations = [
        migrations.RunPython(lifting(CHANGE_WHOLE), laying(CHANGE_WHOLE)),
        migrations.AddField(model_name="change", name="personal", field=models.TextField(null=True)),
        migrations.CreateModel(
            name="Forgotten",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("who", models.CharField(max_length=100)),
                ("reason", models.CharField(max_length=500)),
                ("values", models.PositiveIntegerField(default=0)),
                ("files", models.PositiveIntegerField(default=0)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forgotten", to="apply.application"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ends_on", models.DateField(null=True)),
                ("not_named", models.PositiveSmallIntegerField(null=True)),
                ("withdrawn", models.PositiveSmallIntegerField(null=True)),
                ("drafts", models.PositiveSmallIntegerField(null=True)),
                ("why", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("who", models.CharField(max_length=100)),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="announce.round"
                    ),
                ),
            ],
        ),
        migrations.RunPython(set_apart, put_together),
        migrations.RunPython(laying((*CHANGE, *FORGOTTEN)), lifting((*CHANGE, *FORGOTTEN))),
    ]
