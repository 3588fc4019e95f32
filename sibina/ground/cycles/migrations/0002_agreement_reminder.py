"""Cities that were opened before get the rule that says how long before its end an agreement is brought to mind."""

from django.db import migrations

from sibina.lib.tenancy.filling import fill_every_city

GIVE = """
INSERT INTO cycles_rule (city_id, key, value, unit, valid_from, legal_basis, certainty)
SELECT id, 'agreement_reminder', '90', 'hari sebelum perjanjian dengan mitra berakhir', '2020-01-01',
       'Kebijakan kota', 'remembered'
FROM tenancy_city
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0001_initial")]
    operations = [fill_every_city(GIVE)]
