"""Changes to the parts of a package, and the changes that undo them."""

import base64
import posixpath
import re
from dataclasses import dataclass, field
from typing import Any

from sheetkit.edit.open_log import OpenLog
from sheetkit.edit.splices import Splice, apply_splices, inverse


@dataclass(eq=False)
class PartChanges:
    """New contents of parts of a log's package, by name. `back` are the splices that restore the old ones."""

    log: OpenLog
    parts: dict[str, bytes | None] = field(default_factory=dict)
    back: dict[str, list[Splice]] = field(default_factory=dict)

    def splice(self, part: str, splices: list[Splice]) -> None:
        """Change a part; call it once for each."""
        old = self.log.xml.data if part == self.log.place.sheet.part else self.log.part(part)
        name = self.log.workbook.package.stored_name(part)
        self.parts[name] = apply_splices(old, splices)
        self.back[name] = inverse(old, splices)

    def drop_calc_chain(self) -> None:
        """Remove the calculation chain, which lacks new formulas; Excel makes another. Undo does not restore it."""
        workbook = self.log.workbook
        part = workbook.related("calcChain")
        if part is None:
            return
        folder, name = posixpath.split(workbook.part)
        for other in (posixpath.join(folder, "_rels", f"{name}.rels"), "[Content_Types].xml"):
            old = self.log.part(other)
            element = re.compile(rb"<(?:[\w.-]+:)?(?:Relationship|Override)\s[^>]*calcChain\.xml[^>]*/>")
            self.parts[workbook.package.stored_name(other)] = element.sub(b"", old)
        self.parts[workbook.package.stored_name(part)] = None


def splices_as_json(splices: list[Splice]) -> list[list[Any]]:
    """Return splices as JSON values."""
    return [[splice.start, splice.end, base64.b64encode(splice.new).decode("ascii")] for splice in splices]


def splices_from_json(values: list[list[Any]]) -> list[Splice]:
    """Return splices from the values of `splices_as_json`. Raises ValueError or TypeError for others."""
    return [Splice(int(start), int(end), base64.b64decode(new, validate=True)) for start, end, new in values]
