"""Create a log from a template, blank or filled with what is carried over."""
