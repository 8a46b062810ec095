"""Write workbooks with XlsxWriter."""
