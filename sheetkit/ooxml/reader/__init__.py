"""Read a workbook: one streaming pass, bounded in memory and work."""
