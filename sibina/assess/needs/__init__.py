"""What every position requires and its holder lacks, counted once and shown from every side.

Takes: standards of positions, measurements, who holds what position where, the weights of sectors, staff's proposals.
Gives: gaps per person and competency, their sums per unit, office and city, the needs of a plan, the voices for each.
Decides: which measurement counts, what is short, what must be measured first, and what becomes of a proposal.
Tells next: programmes and planning what is short, and how much it weighs.
"""
