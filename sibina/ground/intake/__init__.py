"""A city's own workbooks: recognised by content, checked row by row, previewed, imported in one transaction.

Takes: the personnel export, the competency standard, the assessment results, as XLSX, ODS or CSV.
Gives: persons, units, positions, standards and measurements, through the doors of people and competencies.
Decides: what is refused and warned of; whether a shrunken file may mark people as left. Tells next: needs.
"""
