"""What XlsxWriter 3.3 does otherwise than we need, put right in one place.

Each class overrides one thing and says why. They were checked with XlsxWriter 3.3.1.
"""

from contextlib import suppress
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings

from sheetkit.xlsx.plain import NO_XML, escaped

_TOGETHER = 64  # texts of which seldom one has a space to be kept at one of its ends, or worse
_MARKUP = ("&", "<", ">")
_NOT_PLAIN = ("_x", " \n", "\n ")  # where texts stand between line breaks


class _PlainStrings(SharedStrings):  # type: ignore[misc]  # xlsxwriter ships no types
    """Shared strings in which no text is markup.

    xlsxwriter 3.3 writes a text that begins with "<r>" and ends with "</r>" as rich text, unescaped; what
    people typed must stay what it is, and sheetkit writes no rich text.
    """

    def _write_sst_strings(self) -> None:
        strings = self.string_table.string_array
        for start in range(0, len(strings), _TOGETHER):
            some = strings[start : start + _TOGETHER]
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
        return NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", escaped(text))


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
_BIG = 50_000  # texts in a workbook that is packed quickly: that of some thousand lines


class _Part(StringIO):
    """A part on its way into the package, as XlsxWriter sees it: a text to write on."""

    def __init__(self, package: ZipFile, name: str) -> None:
        super().__init__()
        # Dated 1980, as a package does where it is not told otherwise: equal workbooks are equal to the byte.
        self._entry = package.open(name, "w")
        self._waiting: list[str] = []
        self._length = 0

    def write(self, text: str) -> int:
        self._waiting.append(text)
        self._length += len(text)
        if self._length >= _PIECE:
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

    def __init__(self, package: ZipFile) -> None:
        super().__init__()
        self._package = package
        self._part: _Part | None = None

    def _filename(self, name: str) -> _Part:
        self.finish()  # XlsxWriter makes one part after the other
        self._part = _Part(self._package, name)
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


class Workbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook in which no text is markup, and of which nothing but the file itself is ever written."""

    filename: str | BytesIO

    def _store_workbook(self) -> None:
        level = _QUICK_LEVEL if self.str_table.count > _BIG else _LEVEL
        path = Path(str(self.filename))
        with path.open("wb") as stream, ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=level) as self._package:
            self.filename = BytesIO()  # XlsxWriter's own package, which stays empty
            super()._store_workbook()

    def _get_packager(self) -> _Packager:
        return _Packager(self._package)

    def close(self) -> None:
        """Write everything. Raises OSError as it comes, where XlsxWriter makes an error of its own of it."""
        try:
            super().close()
        except FileCreateError as error:
            raise error.args[0] from None
