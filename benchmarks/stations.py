"""Where the time of one review goes: ``python -m benchmarks.stations LOG REVIEW`` prints seconds by station, as JSON.

The command's own steps, in its own order and in one process, with the clock of the process read between them.
Nothing is traced, which would slow small functions more than large ones.
"""

import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any

PYTHON, REST = "Python itself starts", "everything else"


class Clock:
    """Counts processor seconds by station; what a step spends inside another counts for the inner one alone."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {PYTHON: process_time()}
        self._stack = [REST]
        self._since = process_time()

    def _pass(self) -> None:
        now = process_time()
        self.spent[self._stack[-1]] = self.spent.get(self._stack[-1], 0.0) + now - self._since
        self._since = now

    def timed(self, station: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return `call`, whose time is counted for a station."""

        def counted(*arguments: Any, **named: Any) -> Any:
            self._pass()
            self._stack.append(station)
            try:
                return call(*arguments, **named)
            finally:
                self._pass()
                self._stack.pop()

        return counted

    def watch(self, owner: ModuleType | type, name: str, station: str) -> None:
        """Count the time of a function or method of sheetkit for a station."""
        setattr(owner, name, self.timed(station, getattr(owner, name)))


def review(log: Path, target: Path) -> dict[str, float]:
    """Make a review as the command does, and return processor seconds by station."""
    clock = Clock()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does
    for library in ("numpy", "xlsxwriter"):
        clock.timed(f"import {library}", importlib.import_module)(library)
    steps = ("sheetkit.log.read_log", "sheetkit.review.build", "sheetkit.workbook.write")
    read, build, write = (clock.timed("import sheetkit", importlib.import_module)(step) for step in steps)
    _watch_pages(clock, write)
    from benchmarks.logs import AS_OF  # noqa: PLC0415  after the clock has started

    logs = [clock.timed("read: values, checks and problems", read.read_log)(log)]
    made = clock.timed("review: rules, sentences, figures", build.build_review)(logs, AS_OF)
    clock.timed("pages described, and the rest", write.write_review)(made, target)
    return clock.spent


def _watch_pages(clock: Clock, write: ModuleType) -> None:
    """Count reading the cells, rendering each page, and putting the file together by themselves."""
    workbook = importlib.import_module("sheetkit.ooxml.reader.workbook")
    writer = importlib.import_module("sheetkit.ooxml.writer.workbook")
    clock.watch(workbook.Workbook, "grid", "read: the cells in the file")
    clock.watch(writer.WorkbookWriter, "close", "write: the file put together and compressed")
    render = write.render

    def render_page(book: Any, page: Any, folder: Path) -> None:
        clock.timed(f"write: {page.title}", render)(book, page, folder)

    vars(write)["render"] = render_page


if __name__ == "__main__":
    print(json.dumps(review(Path(sys.argv[1]), Path(sys.argv[2]))))
