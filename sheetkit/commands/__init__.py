"""One module a command, and what they share: printing and asking, naming logs, and how options are read and refused."""
