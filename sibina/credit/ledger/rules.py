"""What is decided in the ledger, without a database."""
