"""The dictionary of competencies, the level that each position requires, and what was measured.

Takes: positions and persons. Gives: standards and measurements, with basis and date.
Decides: which version of a standard holds on a date. Tells next: needs.
"""
