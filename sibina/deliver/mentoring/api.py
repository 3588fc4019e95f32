"""The door of mentoring."""
