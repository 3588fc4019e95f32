from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "sibina.credit.ledger"
    label = "ledger"
