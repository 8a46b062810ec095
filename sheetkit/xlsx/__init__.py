"""The file format: Excel's limits, serial dates, a bounded reader of packages, the strict writer, the look."""
