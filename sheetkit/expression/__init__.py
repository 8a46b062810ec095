"""The rule language: Python's own syntax -> typed tree -> numpy, and an Excel-2007 formula."""
