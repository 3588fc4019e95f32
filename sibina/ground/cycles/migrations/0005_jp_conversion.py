"""Cities that were opened before get the table by which activities become JP."""

from django.db import migrations

from sibina.lib.tenancy.filling import fill_every_city

TABLE = """{"minutes": 45, "forms": {
"tugas_belajar": {"per": "semester", "here": "20", "abroad": "20"},
"izin_belajar": {"per": "semester", "here": "20", "abroad": "20"},
"struktural": {"per": "hours", "here": "1"},
"manajerial": {"per": "hours", "here": "1", "abroad": "1.2"},
"teknis": {"per": "hours", "here": "1", "abroad": "1.2"},
"fungsional": {"per": "hours", "here": "1", "abroad": "1.2"},
"sosial_kultural": {"per": "hours", "here": "1", "abroad": "1.2"},
"seminar": {"per": "day", "here": "4", "abroad": "6"},
"workshop": {"per": "day", "here": "5", "abroad": "7"},
"kursus": {"per": "hours", "here": "1", "abroad": "1.2"},
"penataran": {"per": "hours", "here": "1", "abroad": "1.2"},
"bimtek": {"per": "hours", "here": "1", "abroad": "1.2"},
"sosialisasi": {"per": "day", "here": "4", "abroad": "6"},
"coaching": {"per": "session", "here": "2", "abroad": "4", "monthly": 2},
"mentoring": {"per": "session", "here": "2", "abroad": "4", "monthly": 2},
"e_learning": {"per": "hours", "here": "1", "abroad": "1", "daily": "3", "daily_abroad": "4"},
"pjj": {"per": "hours", "here": "1", "abroad": "1.2"},
"detasering": {"per": "activity", "here": "20", "abroad": "24"},
"outbond": {"per": "hours", "here": "1", "abroad": "1.2"},
"patok_banding": {"per": "activity", "here": "10", "abroad": "20"},
"pertukaran": {"per": "activity", "here": "20", "abroad": "24"},
"belajar_mandiri": {"per": "hours", "here": "1", "abroad": "1.2", "daily": "2", "daily_abroad": "2.4"},
"komunitas_belajar": {"per": "hours", "here": "1", "abroad": "1.2", "daily": "2", "daily_abroad": "2.4"},
"magang": {"per": "activity", "here": "20", "abroad": "24"},
"bimbingan_kerja": {"per": "day", "here": "2", "certainty": "remembered"}}}"""

GIVE = f"""
INSERT INTO cycles_rule (city_id, key, value, unit, valid_from, legal_basis, certainty)
SELECT id, 'jp_conversion', '{TABLE}'::jsonb, 'JP menurut bentuk, di dalam negeri dan di luar negeri', '2019-01-01',
       'Peraturan LAN 10/2018, menurut Surat Sestama BPS B-031/BPS/2600/02/2019 (lampiran belum dibaca)', 'told'
FROM tenancy_city
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0004_steps")]
    operations = [fill_every_city(GIVE)]
