"""What every file that sheetkit makes has in common."""
