"""The nouns of the ledger."""
