"""For which days the ledger's numbers are reckoned in a round."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two answers of the opening; an older round has none and reckons to its deadline."""

    dependencies = (("announce", "0001_rounds"),)

    operations = (
        migrations.AddField("round", "periods", models.JSONField(default=dict)),
        migrations.AddField("round", "period_ends", models.DateField(null=True)),
    )
