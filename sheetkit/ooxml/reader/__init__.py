"""Read a workbook in one streaming pass, with bounded memory and work."""
