"""Cities that were opened before get the days for a report of a placement, and for the answer to a practice."""

from django.db import migrations

from sibina.lib.tenancy.filling import fill_every_city

GIVE = """
INSERT INTO cycles_rule (city_id, key, value, unit, valid_from, legal_basis, certainty)
SELECT city.id, new.key, new.value::jsonb, new.unit, '2020-01-01', 'Kebijakan kota', 'remembered'
FROM tenancy_city AS city, (VALUES
    ('placement_report', '14', 'hari sesudah kembali, paling lama'),
    ('practice_answer', '30', 'hari sejak ditawarkan, paling lama')
) AS new (key, value, unit)
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0005_jp_conversion")]
    operations = [fill_every_city(GIVE)]
