"""Columns of the shipped template that play a part in commands and have no role in a review, by name."""

DOCUMENT = "document"
KIND = "kind"
NOTES = "notes"
