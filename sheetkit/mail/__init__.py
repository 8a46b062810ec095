"""Reminders as e-mail drafts: what each says, the file that a mail program opens, and a page to copy from."""
