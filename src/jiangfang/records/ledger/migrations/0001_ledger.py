import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0002_brought"),
        ("studios", "0001_studios"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("first", models.DateField(null=True)),
                ("last", models.DateField(null=True)),
                ("values", models.JSONField(default=dict)),
                ("people", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("who", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=100)),
                ("struck_at", models.DateTimeField(null=True)),
                ("struck_why", models.CharField(blank=True, max_length=200)),
                ("token", models.CharField(blank=True, max_length=60)),
                ("words", models.TextField(blank=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "studio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="studios.studio"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EntryFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slot", models.CharField(max_length=40)),
                ("place", models.PositiveIntegerField(default=1)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="ledger.entry"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="files.file"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["studio", "kind", "first"], name="entry_by_kind"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["studio", "first"], name="entry_by_day"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("token", ""), _negated=True), fields=("studio", "token"), name="one_entry_a_token"
            ),
        ),
        migrations.AddConstraint(
            model_name="entryfile",
            constraint=models.UniqueConstraint(fields=("entry", "slot", "file"), name="one_paper_a_slot"),
        ),
    ]
