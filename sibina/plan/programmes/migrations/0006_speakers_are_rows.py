"""The text that became rows of speakers goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_speakers")]

    operations = [migrations.RemoveField(model_name="offering", name="speaker_text")]
