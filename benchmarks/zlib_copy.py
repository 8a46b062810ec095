"""The least that a change of one cell costs: each part of a workbook unpacked and packed again, and nothing else.

``python zlib_copy.py LOG OUT``
"""

import sys
from zipfile import ZIP_DEFLATED, ZipFile


def copy(source: str, target: str) -> None:
    """Copy a package through zlib."""
    with ZipFile(source) as package, ZipFile(target, "w", ZIP_DEFLATED) as copied:
        for entry in package.infolist():
            copied.writestr(entry, package.read(entry))


if __name__ == "__main__":
    copy(*sys.argv[1:])
