"""Make a log from a template."""
