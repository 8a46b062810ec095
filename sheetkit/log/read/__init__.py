"""From a workbook's cells to the log's rows: where the log is, and what its cells hold."""
