"""The door of ledger."""
