"""Review and problems -> terminal and JSON."""
