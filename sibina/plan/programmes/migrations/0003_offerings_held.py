"""A session that the set plan of the year stands on is held."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0002_curricula"),
    ]

    operations = [
        migrations.AddField(
            model_name="offering",
            name="is_held",
            field=models.BooleanField(default=False, verbose_name="dipegang rencana yang ditetapkan"),
        ),
    ]
