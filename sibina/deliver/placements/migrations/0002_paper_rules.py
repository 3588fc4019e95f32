"""Cities that were opened before get the rules on permit papers that a new city starts with."""

from django.db import migrations

from sibina.deliver.placements.rules import starting_papers
from sibina.lib.tenancy.filling import fill_every_city

ROWS = ",\n    ".join(
    f"('{one.kind}', '{one.form}', '{one.place}', {one.days_before}, DATE '{one.valid_from}', "
    f"'{one.legal_basis}', '{one.certainty}')"
    for one in starting_papers()
)
GIVE = f"""
INSERT INTO placements_paperrule (city_id, kind, form, place, days_before, valid_from, legal_basis, certainty)
SELECT city.id, new.* FROM tenancy_city AS city, (VALUES
    {ROWS}
) AS new (kind, form, place, days_before, valid_from, legal_basis, certainty)
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0001_initial")]
    operations = [fill_every_city(GIVE)]
