"""How a plan was taken before it could be set is no longer kept twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_approval")]

    operations = [
        migrations.RemoveConstraint(
            model_name="cityplan",
            name="planning_plan_one_taken",
        ),
        migrations.RemoveField(
            model_name="cityplan",
            name="taken_at",
        ),
        migrations.RemoveField(
            model_name="cityplan",
            name="taken_by",
        ),
        migrations.RemoveField(
            model_name="cityplan",
            name="taken_reason",
        ),
        migrations.AddConstraint(
            model_name="cityplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("approval", "set")), fields=("cycle",), name="planning_plan_one_set"
            ),
        ),
        migrations.AddConstraint(
            model_name="cityplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approval", "draft"), ("state__in", ("ready", "stopped")), _connector="OR"
                ),
                name="planning_plan_approved_has_answer",
            ),
        ),
    ]
