"""Put new content in place of a log's, unless somebody else has saved it meanwhile."""

from pathlib import Path

from sheetkit.edit.open_log import OpenLog, refuse_open_elsewhere
from sheetkit.errors import OutputError
from sheetkit.ooxml.writer.atomic_file import write_atomically


def write_log(log: OpenLog, content: bytes) -> None:
    """Put new content in place of the log's. Raises OutputError where the file is not what was opened."""

    def check() -> None:
        refuse_open_elsewhere(log.path)
        if log.path.read_bytes() != log.content:
            raise OutputError(
                f"{log.path.name!r} was saved by somebody else just now, so nothing was changed: run the command again."
            )

    write_atomically(log.path, lambda temporary: _write(temporary, content), check=check)


def _write(temporary: str, content: bytes) -> None:
    Path(temporary).write_bytes(content)
