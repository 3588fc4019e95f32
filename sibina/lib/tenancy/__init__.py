"""Cities, and the two locks between them: scopes in Python, row-level security in PostgreSQL."""
