"""What commands print on standard error, as tests look at it."""


def one_line(printed: str) -> str:
    """A message without the line breaks that make it fit a terminal."""
    return " ".join(printed.split())


def is_one_message(printed: str) -> bool:
    """Whether it is one message and nothing else (no traceback, no warning), in lines that fit a terminal.

    A line that is longer holds one quoted name or path, or a command to paste, which is not broken.
    """
    lines = printed.splitlines()
    fits = all(len(line) <= 80 or line.count("'") >= 2 or line.count("`") >= 2 or " " not in line for line in lines)
    starts = [line.startswith("sheetkit: ") for line in lines]
    return printed.endswith("\n") and fits and sum(starts) == 1 and starts[0] and all(line.strip() for line in lines)
