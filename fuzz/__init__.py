"""Fuzzing: what the reader, the template loader and the rule language make of input that nobody foresaw."""
