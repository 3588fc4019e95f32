"""What is decided in sessions, without a database."""
