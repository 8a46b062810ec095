"""Reminders as e-mail drafts: their texts, the files that mail programs open, and a page to copy from."""
