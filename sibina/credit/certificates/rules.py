"""What is decided in certificates, without a database."""
