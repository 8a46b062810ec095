"""Change cells of a log in place: the touched bytes of its sheet are replaced, all else in the file stays as it was."""
