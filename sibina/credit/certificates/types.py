"""The nouns of certificates."""
