"""What was done counts: certificates and the JP ledger, one rule for all ways of delivery."""
