"""Columns of the shipped template that play a part in commands and have no role in a review, by name."""

CHECKED_IN = "checked_in"
NOW_EXPECTED = "now_expected"
DOCUMENT = "document"
KIND = "kind"
NOTES = "notes"
