"""From a workbook's cells to the log's rows: where the log stands, and what its cells say."""
