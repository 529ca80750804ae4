import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_people"),
        ("programmes", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("year", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=100)),
                ("published_at", models.DateTimeField(null=True)),
                ("answers", models.JSONField(default=dict)),
                (
                    "paper_day",
                    models.CharField(
                        choices=[("arrival", "以收到的日子为准"), ("postmark", "以寄出的邮戳为准")],
                        default="arrival",
                        max_length=10,
                    ),
                ),
                ("direct_line", models.CharField(blank=True, max_length=100)),
                ("direct_box", models.CharField(blank=True, max_length=200)),
                ("next_number", models.PositiveIntegerField(default=1)),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="people.federation"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="programmes.revision"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recommender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("klass", models.CharField(max_length=40)),
                ("at_least", models.PositiveIntegerField(null=True)),
                ("at_most", models.PositiveIntegerField(null=True)),
                (
                    "passing",
                    models.CharField(
                        choices=[("block", "block"), ("warn", "warn"), ("waiver", "waiver")], max_length=10
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=500)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("waived", models.PositiveIntegerField(default=0)),
                ("extended_to", models.DateField(null=True)),
                ("extended_why", models.CharField(blank=True, max_length=500)),
                ("own_day", models.DateField(null=True)),
                ("contact_name", models.CharField(blank=True, max_length=60)),
                ("contact_phone", models.CharField(blank=True, max_length=40)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommending",
                        to="people.organisation",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recommenders", to="announce.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("clauses", models.JSONField(default=dict)),
                ("lost", models.JSONField(default=list)),
                ("attached_at", models.DateTimeField()),
                ("attached_by", models.CharField(max_length=100)),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notice_file", to="announce.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoundDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("window", models.CharField(max_length=40)),
                ("opens", models.DateField(null=True)),
                ("closes", models.DateField(null=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="days", to="announce.round"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(fields=("federation", "name"), name="one_round_a_name"),
        ),
        migrations.AddConstraint(
            model_name="recommender",
            constraint=models.UniqueConstraint(fields=("round", "organisation"), name="one_recommender_a_round"),
        ),
        migrations.AddConstraint(
            model_name="recommender",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("at_most__isnull", True),
                    ("passing", "warn"),
                    (
                        "taken__lte",
                        django.db.models.expressions.CombinedExpression(models.F("at_most"), "+", models.F("waived")),
                    ),
                    _connector="OR",
                ),
                name="not_over_the_cap",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundday",
            constraint=models.UniqueConstraint(fields=("round", "window"), name="one_day_a_window"),
        ),
        migrations.AddConstraint(
            model_name="roundday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens__isnull", True),
                    ("closes__isnull", True),
                    ("opens__lte", models.F("closes")),
                    _connector="OR",
                ),
                name="opens_before_it_closes",
            ),
        ),
    ]
