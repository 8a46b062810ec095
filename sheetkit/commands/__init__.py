"""One module per command, and what they share: printing, asking, finding logs, parsing options and their errors."""
