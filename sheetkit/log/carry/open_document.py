"""An .ods file without the shapes drawn in its cells, whose texts calamine adds to the cells' own."""

import io
import zipfile
from pathlib import Path
from xml.parsers import expat

_CONTENT = "content.xml"
_NEEDED = ("mimetype", "META-INF/manifest.xml", "styles.xml", "settings.xml")
_DRAWING = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_PRONUNCIATION = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 ruby-text"


def without_drawings(path: Path) -> io.BytesIO | None:
    """Return the file without pictures, shapes and phonetic guides, None where it has none of these.

    Raises ExpatError where its content is not XML.
    """
    with zipfile.ZipFile(path) as archive:
        if _CONTENT not in archive.namelist():
            return None
        content = archive.read(_CONTENT)
        if _DRAWING.encode() not in content and b"ruby-text" not in content:
            return None
        kept = {name: archive.read(name) for name in archive.namelist() if name in _NEEDED}
    left = io.BytesIO()
    with zipfile.ZipFile(left, "w") as archive:
        for name, part in {**kept, _CONTENT: cut_drawings(content)}.items():
            archive.writestr(name, part)
    left.seek(0)
    return left


def cut_drawings(content: bytes) -> bytes:
    """Return the XML of a document without its drawings. Raises ExpatError where it is not XML."""
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = begin = kept_to = 0
    kept: list[bytes] = []

    def start(name: str, _attributes: object) -> None:
        nonlocal depth, begin
        if depth == 0 and (name.startswith(_DRAWING) or name == _PRONUNCIATION):
            begin, depth = parser.CurrentByteIndex, 1
        elif depth:
            depth += 1

    def end(_name: str) -> None:
        nonlocal depth, kept_to
        if depth:
            depth -= 1
            if depth == 0:
                kept.append(content[kept_to:begin])
                kept_to = content.index(b">", parser.CurrentByteIndex) + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(content, True)
    return b"".join([*kept, content[kept_to:]])
