"""What every position requires and its holder lacks, counted once and shown from every side.

Takes: standards of positions and measurements (competencies), who holds what where (people), weights of sectors.
Gives: gaps per person and competency, their sums per unit, office and city; the needs that a plan is made of.
Decides: which measurement counts, what is short, and what must be measured first.
Tells next: programmes and planning what is short, and how much it weighs.
"""
