"""What each page of the review shows, as plain data; `workbook` renders it."""
