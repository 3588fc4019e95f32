"""Units, positions, persons, postings, and who may see which of them.

Takes: what intake read from a city's workbooks. Gives: persons in their posting, units as of a date.
Decides: who is active, who is newly appointed, which units a member of the city sees. Tells next: competencies.
"""
