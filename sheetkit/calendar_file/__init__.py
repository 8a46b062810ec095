"""A review as a calendar file (.ics): due dates and checkpoints for a calendar program."""
