"""The tables of notices."""
