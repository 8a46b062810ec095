"""What XlsxWriter 3.3 does otherwise than we need, put right in one place.

Each class overrides one thing and says why. They were checked with XlsxWriter 3.3.1.
"""

import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings

from sheetkit.ooxml.xml_text import NO_XML, escape_x_sequences

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_BATCH = 64  # texts of which seldom one has a space to be kept at one of its ends, or worse
_MARKUP = ("&", "<", ">")
_NOT_PLAIN = ("_x", " \n", "\n ")  # where texts stand between line breaks


class _PlainStrings(SharedStrings):  # type: ignore[misc]  # xlsxwriter ships no types
    """Shared strings in which no text is markup.

    xlsxwriter 3.3 writes a text that begins with "<r>" and ends with "</r>" as rich text, unescaped; what
    people typed must stay what it is, and sheetkit writes no rich text.
    """

    def _write_sst_strings(self) -> None:
        strings = self.string_table.string_array
        for start in range(0, len(strings), _BATCH):
            some = strings[start : start + _BATCH]
            together = "\n".join(["", *some, ""])
            if not "".join(some).isprintable() or any(sign in together for sign in _NOT_PLAIN):
                for string in some:
                    self._write_si(string)
                continue
            if any(sign in together for sign in _MARKUP):
                some = [self._escape_data(string) for string in some]
            self.fh.write(f"<si><t>{'</t></si><si><t>'.join(some)}</t></si>")

    def _xml_rich_si_element(self, string: str) -> None:
        self._xml_si_element(string, [])

    @staticmethod
    def _escape_control_characters(text: str) -> str:
        # xlsxwriter overlooks an escape that begins with another's last letter: "_x005F_x000D_".
        return NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", escape_x_sequences(text))


class _EmptyResult(str):
    """The result of a formula that shows nothing.

    XlsxWriter 3.3 stores a result equal to "" as if there were none at all; this one it stores as the text it is.
    """

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


EMPTY_RESULT = _EmptyResult()


_PIECE = 1 << 16  # characters of a part that are packed at once
_LEVEL = 4  # of packing: half the time of the usual 6, for a tenth more bytes
_QUICK_LEVEL = 1  # a quarter of the time, for a third more bytes
_MIN_TEXTS_FOR_THREAD = (
    50_000  # texts in a workbook that is packed quickly, and beside its making: that of some thousand lines
)
_MAX_WAITING = 4  # pieces that wait for being packed, at most
_SWITCH_INTERVAL = 0.0005  # seconds after which one thread lets another go on


@contextmanager
def _background() -> Iterator["Executor"]:
    """Yield what does work while more is made. It is done, or given up, when this is left."""
    # To import it takes longer than it saves a usual review.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    usual = sys.getswitchinterval()
    sys.setswitchinterval(
        _SWITCH_INTERVAL
    )  # packing would wait ten times as long for its next piece as it takes to pack it
    try:
        with ThreadPoolExecutor(1) as executor:
            yield executor
    finally:
        sys.setswitchinterval(usual)


class _BackgroundCompressor:
    """Stands in for a part's compressor: what comes is packed in turn, while more of the part is made.

    Only packing, which is most of the work and lets other threads run, is done beside; all else stays where it was.
    The compressor's place is zipfile's own affair, the same from Python 3.6 to 3.13; where it is another, all is packed
    in turn.
    """

    def __init__(self, compressor: Any, executor: "Executor") -> None:
        self._compressor = compressor
        self._executor = executor
        self._waiting: deque[Future[bytes]] = deque()

    def compress(self, data: bytes) -> bytes:
        """Return what was packed meanwhile. Raises what packing raised."""
        self._waiting.append(self._executor.submit(self._compressor.compress, data))
        packed = []
        while self._waiting and (len(self._waiting) > _MAX_WAITING or self._waiting[0].done()):
            packed.append(self._waiting.popleft().result())
        return b"".join(packed)

    def flush(self) -> bytes:
        """Return the rest."""
        packed = [self._waiting.popleft().result() for _ in range(len(self._waiting))]
        return b"".join([*packed, self._compressor.flush()])


class _Part(StringIO):
    """A part on its way into the package, as XlsxWriter sees it: a text to write on."""

    def __init__(self, package: ZipFile, name: str, beside: "Executor | None") -> None:
        super().__init__()
        # Dated 1980, as a package does where it is not told otherwise: equal workbooks are equal to the byte.
        self._entry: Any = package.open(name, "w")
        self._beside = beside
        self._waiting: list[str] = []
        self._length = 0

    def write(self, text: str) -> int:
        self._waiting.append(text)
        self._length += len(text)
        if self._length >= _PIECE:
            if self._beside and hasattr(self._entry, "_compressor"):  # small parts are packed sooner than handed over
                self._entry._compressor = _BackgroundCompressor(self._entry._compressor, self._beside)
                self._beside = None
            self._pack()
        return len(text)

    def _pack(self) -> None:
        self._entry.write("".join(self._waiting).encode())
        self._waiting.clear()
        self._length = 0

    def finish(self) -> None:
        """Pack what is left. Raises OSError where there is no room for it."""
        try:
            self._pack()
        finally:
            self._entry.close()


class _Packager(Packager):  # type: ignore[misc]
    """Puts each part into the package as it is made.

    XlsxWriter 3.3 makes a file of each in the folder for temporary files first, where a run that is killed would
    leave them, and where there may be no room.
    """

    def __init__(self, package: ZipFile, beside: "Executor | None") -> None:
        super().__init__()
        self._package = package
        self._beside = beside
        self._part: _Part | None = None

    def _filename(self, name: str) -> _Part:
        self.finish()  # XlsxWriter makes one part after the other
        self._part = _Part(self._package, name, self._beside)
        return self._part

    def finish(self) -> None:
        """Close the part that was made last."""
        if self._part:
            part, self._part = self._part, None
            part.finish()

    def _create_package(self) -> list[str]:
        try:
            super()._create_package()
            self.finish()
        except BaseException:
            with suppress(OSError):
                self.finish()  # a package cannot be closed while one of its parts is open
            raise
        return []

    def _write_shared_strings_file(self) -> None:
        if self.workbook.str_table.count:
            strings = _PlainStrings()
            strings.string_table = self.workbook.str_table
            strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            strings._assemble_xml_file()


class _DiscardedPackage(BytesIO):
    """Where XlsxWriter's own package goes, which stays empty.

    XlsxWriter 3.3 leaves it open where a part cannot be written; Python would complain when it ends it too late.
    """

    def close(self) -> None:
        """Stay open: there is nothing to give back."""


class Workbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook in which no text is markup, and of which nothing but the file itself is ever written."""

    filename: str | BytesIO

    def _store_workbook(self) -> None:
        big = self.str_table.count > _MIN_TEXTS_FOR_THREAD
        level = _QUICK_LEVEL if big else _LEVEL
        path = Path(str(self.filename))
        with (
            path.open("wb") as stream,
            ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=level) as self._package,
            _background() if big else nullcontext() as self._executor,
        ):
            self.filename = _DiscardedPackage()
            super()._store_workbook()

    def _get_packager(self) -> _Packager:
        return _Packager(self._package, self._executor)

    def close(self) -> None:
        """Write everything. Raises OSError as it comes, where XlsxWriter makes an error of its own of it."""
        try:
            super().close()
        except FileCreateError as error:
            raise error.args[0] from None
