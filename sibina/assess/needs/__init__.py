"""What every position requires and its holder lacks, counted once and shown from every side.

Takes: standards of positions, measurements, who holds what position where, the weights of sectors.
Gives: gaps per person and competency, their sums per unit, office and city, and the needs of a plan.
Decides: which measurement counts, what is short, and what must be measured first.
Tells next: programmes and planning what is short, and how much it weighs.
"""
