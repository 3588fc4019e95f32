"""The tables of mentoring."""
