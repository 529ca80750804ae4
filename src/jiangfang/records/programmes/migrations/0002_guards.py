from django.db import migrations

from jiangfang.records.journal.guards import laying, lifting
from jiangfang.records.programmes.guards import GUARDS


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_revisions"), ("journal", "0002_guards")]
    operations = [migrations.RunPython(laying(GUARDS), lifting(GUARDS))]
