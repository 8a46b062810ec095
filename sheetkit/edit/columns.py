"""Names of columns of the shipped template that commands use and that have no role in a review."""

DOCUMENT = "document"
KIND = "kind"
NOTES = "notes"
