"""Certificates: numbered, printed, signed, and checked by anybody who holds one.

Takes: what people completed, as the ways of delivery report it. Gives: certificates with the JP printed on them.
Decides: numbers, and whether a certificate is valid, revoked or unknown. Tells next: the ledger.
"""
