"""Cities that were opened before get the rule that says within how many days a proposal is answered."""

from django.db import migrations

from sibina.lib.tenancy.filling import fill_every_city

GIVE = """
INSERT INTO cycles_rule (city_id, key, value, unit, valid_from, legal_basis, certainty)
SELECT id, 'proposal_answer', '14', 'hari sejak terkirim, paling lama', '2020-01-01', 'Kebijakan kota', 'remembered'
FROM tenancy_city
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0002_agreement_reminder")]
    operations = [fill_every_city(GIVE)]
