"""Log + moment -> Review: flags, reasons, figures and changes as plain data."""
