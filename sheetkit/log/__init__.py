"""The log: create a blank one, read a filled one, name its problems to the cell."""
