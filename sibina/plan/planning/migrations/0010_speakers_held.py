"""What the cities' set plans run holds the days of its speakers, as a plan set from now on does."""

from django.db import migrations

from sibina.lib.tenancy.filling import fill_every_city

HOLD = """
INSERT INTO programmes_speakerperiod (city_id, speaker_id, offering_id, starts_on, ends_on, reason)
SELECT city_id, speaker_id, id, starts_on, ends_on, ''
FROM programmes_offering WHERE is_held AND speaker_id IS NOT NULL ORDER BY id
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("planning", "0009_funding"), ("programmes", "0006_speakers_are_rows")]

    operations = [fill_every_city(HOLD)]
