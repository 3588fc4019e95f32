"""The ceiling of hours of a contract is a rule that plans keep: a reason of its own, and no warning any more."""

from django.db import migrations, models

REASONS = [
    ("ceiling", "Pagu"),
    ("seats", "Kursi penuh"),
    ("min_seats", "Peserta kurang"),
    ("absence", "Batas meninggalkan unit"),
    ("clash_person", "Bentrok waktu"),
    ("clash_venue", "Bentrok tempat"),
    ("clash_speaker", "Bentrok narasumber"),
    ("no_gain", "Tidak menutup kesenjangan"),
    ("not_eligible", "Tidak ada program yang sesuai"),
    ("jp_ceiling", "Batas JP PPPK"),
    ("lower_value", "Nilai lebih rendah"),
]


class Migration(migrations.Migration):
    dependencies = [("planning", "0003_plan_offices")]

    operations = [
        migrations.RemoveField(model_name="cityplan", name="jp_over"),
        *(
            migrations.AlterField(
                model_name=model,
                name="reason",
                field=models.CharField(blank=True, choices=REASONS, max_length=16, verbose_name="alasan"),
            )
            for model in ("planperson", "plansession")
        ),
    ]
