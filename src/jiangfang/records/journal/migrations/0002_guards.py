from django.db import migrations

from jiangfang.records.journal.guards import CHAIN, laying, lifting


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_entries")]
    operations = [migrations.RunPython(laying(CHAIN), lifting(CHAIN))]
