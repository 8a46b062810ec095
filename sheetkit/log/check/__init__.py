"""What is wrong in a log, to the cell."""
