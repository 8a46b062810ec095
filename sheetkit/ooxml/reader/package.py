"""Open a workbook's package within bounds, and believe nothing that the file says about itself.

A part is inflated in pieces, which are counted, so a false directory or a zip bomb costs no memory (see
`resource_limits`). Every XML part goes through expat without entities: a DOCTYPE is refused, as in Apache POI.
"""

import errno
import io
import os
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from sheetkit.errors import UnreadableError
from sheetkit.ooxml.reader.file_type import describe_archive, describe_file
from sheetkit.ooxml.reader.resource_limits import MERGED, ResourceBudget

_PIECE = 1 << 16
_CHECKED, _CHECKED_RATIO = 64 << 20, 20  # bytes unpacked only to check them, and more for each byte on disk
SEPARATOR = " "  # between namespace and local name
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, KeyError, ValueError, RuntimeError)

# The ones built into expat; workbooks use UTF-8 and UTF-16 (ECMA-376 part 2, 8.1.4).
_ENCODINGS = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1"})

Attributes = dict[str, str]


class Package:
    """The parts of one workbook. `name` is what messages call the file."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self.path = path
        self.name = repr(path.name)
        self._before = _state(stream)
        self._stream = stream
        self._read: set[str] = set()  # parts that were unpacked to the end, and so had their checksum verified
        self._relationships_of: dict[str, list[Attributes]] = {}
        self._size = stream.seek(0, os.SEEK_END)
        try:
            self.budget = ResourceBudget(self.name, self._size)
            self._zip = zipfile.ZipFile(stream)
        except UnreadableError:
            stream.close()
            raise
        except _DAMAGED:
            stream.close()
            raise UnreadableError(
                f"{self.name} begins like a workbook but is cut off or damaged: get it again from where it came, "
                "or open it in your spreadsheet program and save it under a new name."
            ) from None
        try:
            self._check_directory()
        except UnreadableError:
            stream.close()
            raise

    def _check_directory(self) -> None:
        """Raise UnreadableError if the zip's directory contradicts itself."""
        parts = self._zip.infolist()
        self.budget.parts(len(parts))
        # Part names are compared without regard to case (ECMA-376 part 2, 6.2.2); some tools write them with "\\".
        self._names = {info.filename.lower().replace("\\", "/").lstrip("/"): info for info in parts}
        if len(self._names) < len(parts):
            raise UnreadableError(
                f"{self.name} is damaged: two of its parts have the same name, and one of them is wrong."
            )
        end = 0
        for info in sorted(parts, key=lambda info: info.header_offset):
            if info.header_offset < end:  # parts that share bytes would unpack to more than the ratio allows
                raise UnreadableError(f"{self.name} is damaged: two of its parts lie in the same place of the file.")
            end = info.header_offset + info.compress_size

    def __enter__(self) -> "Package":
        """Use the package in a `with` block, which closes the file."""
        return self

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        self._zip.close()
        changed = _state(self._stream) != self._before
        self._stream.close()
        if changed and (error is None or isinstance(error, UnreadableError)):
            raise UnreadableError(f"{self.name} was saved while it was read: run the command again.") from None

    def __contains__(self, part: object) -> bool:
        """Return whether there is a part of this name."""
        return isinstance(part, str) and part.lower() in self._names

    def stored_name(self, part: str) -> str:
        """Return the name of a part as the zip's directory spells it."""
        return self._names[part.lower()].orig_filename

    def pieces(self, part: str, *, small: bool = False) -> Iterator[bytes]:
        """Yield a part's bytes in pieces; a `small` part has a tighter limit. Raises UnreadableError if damaged."""
        info = self._names.get(part.lower())
        if info is None:
            raise UnreadableError(f"{self.name} is not a whole workbook: its part {part!r} is missing.")
        got = 0
        try:
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise NotImplementedError  # no spreadsheet program writes others
            with self._zip.open(info) as stream:
                while piece := stream.read(_PIECE):
                    got += len(piece)
                    self.budget.unpacked(len(piece), got, min(info.compress_size, self._size), small=small)
                    yield piece
            self._read.add(info.filename)
        except _DAMAGED as error:
            raise self._damaged(part, error) from None

    def check_unread(self) -> None:
        """Unpack the parts that were not read, up to a limit, and raise UnreadableError if one is damaged.

        Small parts come first, so that a zip bomb can hide damage only in parts as large as itself.
        """
        remaining = _CHECKED + _CHECKED_RATIO * self._size
        for name, info in sorted(self._names.items(), key=lambda item: item[1].file_size):
            if info.filename in self._read or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                continue
            for size in self._sizes(info, name):
                remaining -= size
                if remaining < 0:
                    return

    def _sizes(self, info: zipfile.ZipInfo, part: str) -> Iterator[int]:
        """Yield the sizes of a part's pieces. Raises UnreadableError if it is damaged."""
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_PIECE):
                    yield len(piece)
        except _DAMAGED as error:
            raise self._damaged(part, error) from None

    def _damaged(self, part: str, error: BaseException) -> UnreadableError:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):  # EINVAL: an offset below 0
            return UnreadableError(f"{self.name} cannot be read: {error.strerror}.")
        return UnreadableError(
            f"{self.name} is damaged: its part {part!r} cannot be unpacked. Get the file again from where it "
            "came, or open it in your spreadsheet program and save it under a new name."
        )

    def parse(
        self,
        part: str,
        start: Callable[[str, Attributes], Any],
        piece_filter: Callable[[expat.XMLParserType, Iterator[bytes]], Iterator[bytes]] = lambda _, pieces: pieces,
        *,
        small: bool = False,
        **handlers: Callable[..., Any],
    ) -> None:
        """Parse a part with expat; `start` gets each element's name and attributes.

        Other handlers are named as in pyexpat (`EndElementHandler`, ...). Names are 'namespace local'. `piece_filter`
        may take bytes away from the parser. Elements are counted, and the bytes of a `small` part too.
        """
        parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.XmlDeclHandler = self._check_encoding
        ends = handlers.pop("EndElementHandler", None)
        parser.StartElementHandler, parser.EndElementHandler = self.budget.elements(start, ends)
        for name, handler in handlers.items():
            setattr(parser, name, handler)
        fed = 0
        try:
            for piece in piece_filter(parser, self.pieces(part, small=small)):
                parser.Parse(piece, False)
                fed += len(piece)
                self.budget.token(fed - parser.CurrentByteIndex)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise UnreadableError(
                f"{self.name} is damaged: its part {part!r} is not valid XML ({expat.ErrorString(error.code)}, line "
                f"{error.lineno}). Open it in your spreadsheet program and save it under a new name."
            ) from None

    def elements(self, part: str, names: Container[str] | None = None) -> list[tuple[str, Attributes, str]]:
        """Return (local name, attributes, text) of every element of a small part, in order of their end tags.

        With `names` the part may be large, such as all notes of a sheet, and only these elements are kept.
        """
        elements: list[tuple[str, Attributes, str]] = []
        open_elements: list[tuple[str, Attributes, list[str]]] = []

        def start(name: str, attributes: Attributes) -> None:
            open_elements.append((local_name(name), attributes, []))

        def text(data: str) -> None:
            if names is not None:
                self.budget.keep(len(data))
            open_elements[-1][2].append(data)

        def end(_name: str) -> None:
            name, attributes, texts = open_elements.pop()
            if names is None:
                elements.append((name, attributes, "".join(texts)))
            elif name in names:
                self.budget.keep(MERGED + sum(map(len, attributes.values())))
                elements.append((name, attributes, "".join(texts)))

        self.parse(part, start, small=names is None, CharacterDataHandler=text, EndElementHandler=end)
        return elements

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return id -> (last word of the type, target part) of a part's internal relationships."""
        folder = posixpath.dirname(part)
        relations = {}
        for attributes in self._relationships(part):
            if attributes.get("TargetMode") == "External":
                continue
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            relations[attributes.get("Id", "")] = (attributes.get("Type", "").rsplit("/", 1)[-1], path)
        return relations

    def external_targets(self, part: str) -> dict[str, str]:
        """Return id -> address of a part's external relationships; the addresses are never opened."""
        return {
            attributes.get("Id", ""): attributes.get("Target", "")
            for attributes in self._relationships(part)
            if attributes.get("TargetMode") == "External"
        }

    def _relationships(self, part: str) -> list[Attributes]:
        """Return the attributes of a part's relationships; a sheet has one for each external link."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels in self and part not in self._relationships_of:
            found: list[Attributes] = []

            def start(name: str, attributes: Attributes) -> None:
                if local_name(name) == "Relationship":
                    self.budget.keep(MERGED + sum(map(len, attributes.values())))
                    found.append(attributes)

            self.parse(rels, start)
            self._relationships_of[part] = found
        return self._relationships_of.get(part, [])

    def _check_encoding(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise UnreadableError(
                f"{self.name} is damaged: one of its parts is written in {encoding[:40]!r}, which is not an encoding "
                "of workbooks. Open it in your spreadsheet program and save it under a new name."
            )

    def _refuse_doctype(self, *_: object) -> None:
        raise UnreadableError(
            f"{self.name} declares a document type, which no spreadsheet program writes: it is not read."
        )


def _state(stream: IO[bytes]) -> tuple[int, int]:
    """Return a file's size and time of change, which show whether it is written to while it is open."""
    if isinstance(stream, io.BytesIO):
        return 0, 0
    about = os.fstat(stream.fileno())
    return about.st_size, about.st_mtime_ns


def local_name(name: str) -> str:
    """Return the local part of 'namespace local'."""
    return name.rsplit(SEPARATOR, 1)[-1]


def attribute(attributes: Mapping[str, str], name: str) -> str | None:
    """Return an attribute by its local name in any namespace (that of r:id differs in Strict files)."""
    return next((value for key, value in attributes.items() if local_name(key) == name), None)


def open_package(path: Path, content: bytes | None = None) -> Package:
    """Open the package in a file for reading; `content` are its bytes if they were read already.

    Raises UnreadableError, which says what the file is, if it is no workbook.
    """
    name = repr(path.name)
    if path.name.startswith("~$"):
        raise UnreadableError(f"{name} is the lock file of a workbook that is open in Excel: name the workbook itself.")
    stream = io.BytesIO(content) if content is not None else _opened(path)
    start = stream.read(2)
    stream.seek(0)
    if start != b"PK":
        with stream:
            raise UnreadableError(describe_file(path, stream))
    package = Package(stream, path)
    if "[Content_Types].xml" not in package:
        with package:
            raise UnreadableError(describe_archive(path, package))
    return package


def _opened(path: Path) -> IO[bytes]:
    name = repr(path.name)
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            raise UnreadableError(f"{name} is not an ordinary file, so it is not read.")
        stream = path.open("rb")
        stream.read(1)  # a failing disk or network share raises only now
    except FileNotFoundError:
        raise UnreadableError(f"There is no file {str(path)!r}: check the spelling and the folder.") from None
    except IsADirectoryError:
        raise UnreadableError(f"{str(path)!r} is a folder: name the workbook inside it.") from None
    except OSError as error:
        raise UnreadableError(f"{name} cannot be read: {error.strerror}.") from None
    stream.seek(0)
    return stream
