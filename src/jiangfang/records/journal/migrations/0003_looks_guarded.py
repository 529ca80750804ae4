from django.db import migrations

from jiangfang.records.journal.guards import LOOK, laying, lifting


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_guards")]
    operations = [migrations.RunPython(laying(LOOK), lifting(LOOK))]
