"""Compress the parts of a big workbook in a second thread while the first one makes their text.

Compression is most of the work of writing a package, and it releases the GIL. The bytes stay the same.
"""

import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_MAX_PENDING = 4  # chunks that may wait for compression
_SWITCH_INTERVAL = 0.0005  # seconds; with the usual 0.005 the compressor waits longer for a chunk than it works


@contextmanager
def background_executor() -> Iterator["Executor"]:
    """Yield an executor with one thread; in the block, threads take turns more often."""
    # This import takes longer than writing a usual review, so only big ones need it.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    usual = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_INTERVAL)
    try:
        with ThreadPoolExecutor(1) as executor:
            yield executor
    finally:
        sys.setswitchinterval(usual)


class BackgroundCompressor:
    """A zlib compressor that works in an executor with one thread."""

    def __init__(self, compressor: Any, executor: "Executor") -> None:
        self._compressor = compressor
        self._executor = executor
        self._pending: deque[Future[bytes]] = deque()

    def compress(self, data: bytes) -> bytes:
        """Compress data in the background; return the bytes that are ready. Raises the compressor's errors."""
        self._pending.append(self._executor.submit(self._compressor.compress, data))
        ready = []
        while self._pending and (len(self._pending) > _MAX_PENDING or self._pending[0].done()):
            ready.append(self._pending.popleft().result())
        return b"".join(ready)

    def flush(self) -> bytes:
        """Wait for the pending data, and return the remaining bytes."""
        rest = [self._pending.popleft().result() for _ in range(len(self._pending))]
        return b"".join([*rest, self._compressor.flush()])
