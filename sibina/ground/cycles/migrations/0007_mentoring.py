"""Cities that were opened before get the rules of mentoring."""

from django.db import migrations

from sibina.lib.tenancy.filling import fill_every_city

GIVE = """
INSERT INTO cycles_rule (city_id, key, value, unit, valid_from, legal_basis, certainty)
SELECT city.id, rule.key, rule.value, rule.unit, '2020-01-01', 'Kebijakan kota', 'remembered'
FROM tenancy_city AS city CROSS JOIN (VALUES
  ('mentoring_superior', '"ya"'::jsonb, 'atasan langsung boleh menjadi mentor'),
  ('mentoring_capacity', '2'::jsonb, 'orang yang didampingi satu mentor, paling banyak'),
  ('mentoring_senior_grade', '"III/d"'::jsonb, 'golongan senior, paling rendah'),
  ('mentoring_senior_years', '10'::jsonb, 'tahun masa kerja senior, paling sedikit'),
  ('mentoring_silence', '30'::jsonb, 'hari tanpa pertemuan, lalu pasangan dianggap senyap')
) AS rule (key, value, unit)
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0006_placements")]
    operations = [fill_every_city(GIVE)]
