"""Write a workbook: one strict door to XlsxWriter."""
