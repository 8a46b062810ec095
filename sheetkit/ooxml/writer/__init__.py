"""Writes workbooks, with XlsxWriter."""
