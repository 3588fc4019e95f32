from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0013_weights"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="planperson",
            index=models.Index(fields=["plan", "line"], condition=Q(seats=0), name="planning_person_no_seat"),
        ),
    ]
