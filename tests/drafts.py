"""Drafts for tests, without a log behind them."""

from sheetkit.mail.drafts import Draft


def draft(**changed: object) -> Draft:
    """Return a draft to Ana with `changed` values."""
    usual: dict[str, object] = {
        "person": "Ana Costa",
        "address": "ana@example.org",
        "copies": (),
        "subject": "Late plan",
        "before": ("Hello,",),
        "lines": ("Late plan",),
        "after": ("Thank you!",),
        "hand_offs": (),
    }
    return Draft(**{**usual, **changed})  # type: ignore[arg-type]
