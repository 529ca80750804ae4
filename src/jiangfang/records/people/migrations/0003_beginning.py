from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_email")]

    operations = [
        migrations.CreateModel(
            name="Beginning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("offered_at", models.DateTimeField()),
            ],
        ),
    ]
