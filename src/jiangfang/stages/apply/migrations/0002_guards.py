from django.db import migrations

from jiangfang.records.journal.guards import laying, lifting
from jiangfang.stages.apply.guards import GUARDS


class Migration(migrations.Migration):
    dependencies = [("apply", "0001_applications")]
    operations = [migrations.RunPython(laying(GUARDS), lifting(GUARDS))]
