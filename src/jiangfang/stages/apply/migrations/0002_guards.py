from django.db import migrations

from jiangfang.records.journal.guards import laying, lifting
from jiangfang.stages.apply.guards import AT_FIRST


class Migration(migrations.Migration):
    dependencies = [("apply", "0001_applications")]
    operations = [migrations.RunPython(laying(AT_FIRST), lifting(AT_FIRST))]
