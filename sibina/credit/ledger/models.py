"""The tables of the ledger."""
