"""What XlsxWriter 3.3 does otherwise than we need, put right in one place.

Each class overrides one thing and says why. They were checked with XlsxWriter 3.3.1.
"""

import xlsxwriter
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings

from sheetkit.xlsx.plain import NO_XML, escaped


class _PlainStrings(SharedStrings):  # type: ignore[misc]  # xlsxwriter ships no types
    """Shared strings in which no text is markup.

    xlsxwriter 3.3 writes a text that begins with "<r>" and ends with "</r>" as rich text, unescaped; what
    people typed must stay what it is, and sheetkit writes no rich text.
    """

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


class _Packager(Packager):  # type: ignore[misc]
    def _write_shared_strings_file(self) -> None:
        if self.workbook.str_table.count:
            strings = _PlainStrings()
            strings.string_table = self.workbook.str_table
            strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            strings._assemble_xml_file()


class Workbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook in which no text is markup."""

    def _get_packager(self) -> _Packager:
        return _Packager()
