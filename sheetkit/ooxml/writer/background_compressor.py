"""Compress the parts of a big workbook in a second thread, while the next of their text is made.

Compression is most of the work of writing a package, and lets other threads run meanwhile. The bytes are the same.
"""

import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_MAX_PENDING = 4  # chunks that wait to be compressed, at most
_SWITCH_INTERVAL = 0.0005  # seconds; with the usual 0.005 the compressor waits longer for a chunk than it works on it


@contextmanager
def background_executor() -> Iterator["Executor"]:
    """Yield an executor with one thread, which ends with the context; meanwhile threads take turns more often."""
    # A usual review is written in less time than this import takes, so only big ones import it.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    usual = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_INTERVAL)
    try:
        with ThreadPoolExecutor(1) as executor:
            yield executor
    finally:
        sys.setswitchinterval(usual)


class BackgroundCompressor:
    """Has the methods of a zlib compressor and does its work in an executor with one thread."""

    def __init__(self, compressor: Any, executor: "Executor") -> None:
        self._compressor = compressor
        self._executor = executor
        self._pending: deque[Future[bytes]] = deque()

    def compress(self, data: bytes) -> bytes:
        """Take data to be compressed; return the bytes that are ready. Raises what the compressor raised."""
        self._pending.append(self._executor.submit(self._compressor.compress, data))
        ready = []
        while self._pending and (len(self._pending) > _MAX_PENDING or self._pending[0].done()):
            ready.append(self._pending.popleft().result())
        return b"".join(ready)

    def flush(self) -> bytes:
        """Wait for what is pending, and return the rest of the bytes."""
        rest = [self._pending.popleft().result() for _ in range(len(self._pending))]
        return b"".join([*rest, self._compressor.flush()])
