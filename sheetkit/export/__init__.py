"""A review's frame for other programs: CSV, JSON, Markdown, Parquet."""
