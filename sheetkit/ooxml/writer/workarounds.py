"""Workarounds for behaviour of XlsxWriter that sheetkit cannot use.

Each class overrides one thing and says why. Checked with XlsxWriter 3.3.1.
"""

from contextlib import nullcontext, suppress
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings

from sheetkit.ooxml.writer.background_compressor import BackgroundCompressor, background_executor
from sheetkit.ooxml.xml_text import NO_XML, escape_x_sequences

if TYPE_CHECKING:
    from concurrent.futures import Executor

_STRINGS_PER_CHUNK = 64  # written together unless one of them needs attention, which is rare in so few
_MARKUP = ("&", "<", ">")
_NEEDS_ATTENTION = ("_x", " \n", "\n ")  # in strings joined with line breaks: an escape, or a space at an end
_CHUNK_SIZE = 1 << 16  # characters of a part that are compressed at once
_COMPRESS_LEVEL = 4  # half the time of the usual 6, for a tenth more bytes
_FAST_COMPRESS_LEVEL = 1  # a quarter of the time, for a third more bytes
_MIN_TEXT_CELLS_FOR_THREAD = 50_000  # those of some thousand rows; a workbook with more is big


class _LiteralSharedStrings(SharedStrings):  # type: ignore[misc]  # xlsxwriter ships no types
    """Shared strings in which no text is markup.

    XlsxWriter writes a text that begins with "<r>" and ends with "</r>" as rich text, unescaped. Sheetkit writes no
    rich text, and must not change what people typed.
    """

    def _write_sst_strings(self) -> None:
        all_strings = self.string_table.string_array
        for start in range(0, len(all_strings), _STRINGS_PER_CHUNK):
            strings = all_strings[start : start + _STRINGS_PER_CHUNK]
            joined = "\n".join(["", *strings, ""])
            if not "".join(strings).isprintable() or any(sign in joined for sign in _NEEDS_ATTENTION):
                for string in strings:
                    self._write_si(string)
                continue
            if any(sign in joined for sign in _MARKUP):
                strings = [self._escape_data(string) for string in strings]
            self.fh.write(f"<si><t>{'</t></si><si><t>'.join(strings)}</t></si>")

    def _xml_rich_si_element(self, string: str) -> None:
        self._xml_si_element(string, [])

    @staticmethod
    def _escape_control_characters(text: str) -> str:
        # XlsxWriter misses an escape that overlaps with another: "_x005F_x000D_".
        return NO_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", escape_x_sequences(text))


class _EmptyResult(str):
    """The result '' of a formula.

    XlsxWriter stores no result for one that equals ''; this one equals nothing but itself.
    """

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


EMPTY_RESULT = _EmptyResult()


class _PartStream(StringIO):
    """The text stream to which XlsxWriter writes a part; it compresses the text into the package at once."""

    def __init__(self, package: ZipFile, name: str, executor: "Executor | None") -> None:
        super().__init__()
        # An entry opened by name is dated 1980, so that equal workbooks are equal to the byte.
        self._entry: Any = package.open(name, "w")
        self._executor = executor
        self._pending: list[str] = []
        self._pending_length = 0

    def write(self, text: str) -> int:
        self._pending.append(text)
        self._pending_length += len(text)
        if self._pending_length >= _CHUNK_SIZE:
            # Parts of less than one chunk are not worth a thread. The attribute for the compressor is internal to
            # zipfile and the same in Python 3.6 to 3.13; without it no thread is used.
            if self._executor and hasattr(self._entry, "_compressor"):
                self._entry._compressor = BackgroundCompressor(self._entry._compressor, self._executor)
                self._executor = None
            self._compress_pending()
        return len(text)

    def _compress_pending(self) -> None:
        self._entry.write("".join(self._pending).encode())
        self._pending.clear()
        self._pending_length = 0

    def finish(self) -> None:
        """Compress the rest and close the entry. Raises OSError if the disk is full."""
        try:
            self._compress_pending()
        finally:
            self._entry.close()


class _StreamingPackager(Packager):  # type: ignore[misc]
    """Writes each part into the package at once.

    XlsxWriter first writes each part to a file in the system's temporary folder, where a killed run would leave it, and
    which may be full.
    """

    def __init__(self, package: ZipFile, executor: "Executor | None") -> None:
        super().__init__()
        self._package = package
        self._executor = executor
        self._part: _PartStream | None = None

    def _filename(self, name: str) -> _PartStream:
        self._finish_part()  # XlsxWriter makes one part at a time
        self._part = _PartStream(self._package, name, self._executor)
        return self._part

    def _finish_part(self) -> None:
        if self._part:
            part, self._part = self._part, None
            part.finish()

    def _create_package(self) -> list[str]:
        try:
            super()._create_package()
            self._finish_part()
        except BaseException:
            with suppress(OSError):
                self._finish_part()  # a package with an open part cannot be closed
            raise
        return []

    def _write_shared_strings_file(self) -> None:
        if self.workbook.str_table.count:
            strings = _LiteralSharedStrings()
            strings.string_table = self.workbook.str_table
            strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            strings._assemble_xml_file()


class _DiscardedPackage(BytesIO):
    """Receives XlsxWriter's own package, which stays empty.

    XlsxWriter leaves it open if a part cannot be written, and Python would warn about closing it late.
    """

    def close(self) -> None:
        """Stay open: there is nothing to free."""


class Workbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook in which no text is markup, and which writes only its own file."""

    filename: str | BytesIO

    def _store_workbook(self) -> None:
        is_big = self.str_table.count > _MIN_TEXT_CELLS_FOR_THREAD
        level = _FAST_COMPRESS_LEVEL if is_big else _COMPRESS_LEVEL
        path = Path(str(self.filename))
        with (
            path.open("wb") as stream,
            ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=level) as self._package,
            background_executor() if is_big else nullcontext() as self._executor,
        ):
            self.filename = _DiscardedPackage()
            super()._store_workbook()

    def _get_packager(self) -> _StreamingPackager:
        return _StreamingPackager(self._package, self._executor)

    def close(self) -> None:
        """Write everything. Raises OSError itself, which XlsxWriter would wrap in its own error."""
        try:
            super().close()
        except FileCreateError as error:
            raise error.args[0] from None
