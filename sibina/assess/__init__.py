"""What is lacking, and what is wished."""
