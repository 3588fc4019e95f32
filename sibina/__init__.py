"""SIBINA: Sistem Informasi Pembinaan ASN. The folders are the cycle; `cycle_map` shows it on one page."""
