"""Render pages as an .xlsx workbook, and the annotated copy of a log."""
