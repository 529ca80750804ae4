from django.db import migrations

from jiangfang.records.journal.guards import laying, lifting
from jiangfang.stages.recommend.guards import GUARDS


class Migration(migrations.Migration):
    dependencies = [("recommend", "0001_recommending")]
    operations = [migrations.RunPython(laying(GUARDS), lifting(GUARDS))]
