"""The pages of JP."""
