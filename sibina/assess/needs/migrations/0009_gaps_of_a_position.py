from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0008_levels_of_units"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="gap", name="needs_gap_competency"),
        migrations.AddIndex(
            model_name="gap",
            index=models.Index(
                fields=["snapshot", "competency", "office", "position"], name="needs_gap_competency"
            ),
        ),
        migrations.AddIndex(
            model_name="gapsummary",
            index=models.Index(fields=["snapshot", "competency"], name="needs_summary_competency"),
        ),
    ]
