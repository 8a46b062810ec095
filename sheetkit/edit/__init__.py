"""Change cells of a log in place: only the bytes of those cells are replaced in the file."""
