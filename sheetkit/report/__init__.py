"""Render reviews and problems for the terminal and as JSON."""
