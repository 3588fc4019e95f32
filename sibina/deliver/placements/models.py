"""The tables of placements."""
