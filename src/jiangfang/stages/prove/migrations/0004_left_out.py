"""What did not count when a number was reckoned, and why, is kept with what did."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("prove", "0003_settled"),)

    operations = (migrations.AddField("reckoning", "left", models.JSONField(default=list)),)
