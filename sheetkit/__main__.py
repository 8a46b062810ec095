"""The program: `sheetkit` and `python -m sheetkit` begin here, and here alone a process is set up and ended."""

import gc
import os
import sys
from contextlib import suppress


def run() -> None:
    """Run the command with the terminal's arguments and end the process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a letter shows '?' and does not crash
    # Nearly all objects live as long as the command does, so looking for garbage is a waste of time: after the imports
    # alone there are 100,000 of them, and one look takes 25 ms.
    gc.set_threshold(500_000, 20, 20)
    # OpenBLAS would start a thread for each processor, which takes nearly half of the import of NumPy.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from sheetkit.cli import main  # noqa: PLC0415  so that nothing is imported before

    code = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a pipe that nobody reads any more, or no stream at all
            stream.flush()
    os._exit(code)  # every file is closed: freeing what is left piece by piece takes a tenth of a usual review


if __name__ == "__main__":
    run()
