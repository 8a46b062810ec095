"""What sheetkit costs, measured beside what people would use without it: ``python -m benchmarks``."""
