"""The rule language: Python's own syntax -> typed tree -> pandas, and an Excel-2007 formula."""
