"""Questions about keys and orders to sign."""

from datetime import datetime

from sibina.credit.certificates.models import BadgeKey, SigningKey, SigningOrder


def list_keys() -> list[SigningKey]:
    """Every key that was handed in, the latest first, without its content."""
    return list(SigningKey.objects.select_related("added_by").defer("sealed"))


def list_usable_keys(*, at: datetime) -> list[SigningKey]:
    """Keys that may sign now."""
    rows = SigningKey.objects.filter(retired_at__isnull=True, valid_from__lte=at, valid_to__gt=at)
    return list(rows.defer("sealed"))


def find_key(*, key_id: int) -> SigningKey | None:
    """One key, or None."""
    return SigningKey.objects.filter(pk=key_id).first()


def find_order(*, order_id: int) -> SigningOrder | None:
    """One order to sign with its issue and key, or None."""
    return SigningOrder.objects.select_related("issue__city", "key").filter(pk=order_id).first()


def find_badge_key() -> BadgeKey | None:
    """The key that signs badges now, or None while there is none."""
    return BadgeKey.objects.first()


def list_badge_keys() -> list[BadgeKey]:
    """Every key that ever signed badges: old badges must stay checkable."""
    return list(BadgeKey.objects.defer("sealed"))
