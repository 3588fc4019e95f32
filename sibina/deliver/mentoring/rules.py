"""What is decided in mentoring, without a database."""
