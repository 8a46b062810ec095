"""Carry a list or an older log over into a new log."""
