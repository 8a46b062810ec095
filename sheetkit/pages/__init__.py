"""The pages of a review as plain data, which `workbook` and `html` render."""
