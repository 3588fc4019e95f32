"""The nouns of mentoring."""
