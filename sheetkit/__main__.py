"""`python -m sheetkit` does what the command `sheetkit` does."""

from sheetkit.cli import run

if __name__ == "__main__":
    run()
