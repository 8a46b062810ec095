"""Keep a copy of a document beside the log: verified by its SHA-256, noted in a manifest, never overwriting."""

import itertools
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from sheetkit.edit.cell_edit import CellEdit
from sheetkit.edit.columns import DOCUMENT
from sheetkit.edit.open_log import OpenLog
from sheetkit.errors import OutputError, SheetkitError
from sheetkit.log.check.kept_copies import MANIFEST, copies_folder, file_hash, read_manifest
from sheetkit.ooxml.writer.atomic_file import write_atomically, write_content
from sheetkit.text import clean_text, unique_file_names


@dataclass(frozen=True)
class KeptCopy:
    """A kept copy. `name` is its path from the log's folder, with '/'; `is_new` is false if it exists already."""

    path: Path
    name: str
    sha256: str
    is_new: bool


def plan_copy(log: OpenLog, id_: str, document: Path) -> KeptCopy:
    """Return the copy to keep of a document for a line: an earlier one if it has the same content.

    Raises SheetkitError if the document is no ordinary file.
    """
    if not document.is_file():
        what = "is a folder: name a file in it, or pack it into one" if document.is_dir() else "is not there"
        raise SheetkitError(f"{str(document)!r} {what}.")
    try:
        sha256 = file_hash(document)
    except OSError as error:
        raise SheetkitError(f"{str(document)!r} cannot be read ({error.strerror}), so no copy is kept.") from None
    folder = copies_folder(log.path)
    manifest = read_manifest(folder)
    own = unique_file_names([id_])[id_]
    names = (f"{own}/{_file_name(document, number)}" for number in itertools.count(1))
    name = next(name for name in names if manifest.get(name, sha256) == sha256 and _is_free(folder / name, sha256))
    return KeptCopy(folder / name, f"{folder.name}/{name}", sha256, not (folder / name).exists())


def _is_free(path: Path, sha256: str) -> bool:
    """Return whether there is no file at a path, or one with this content."""
    return not path.exists() or (path.is_file() and file_hash(path) == sha256)


def keep_copy(log: OpenLog, document: Path, copy: KeptCopy) -> None:
    """Make a planned copy and note it in the manifest. Nothing is ever overwritten. Raises OutputError."""
    folder = copies_folder(log.path)
    try:
        copy.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {str(copy.path.parent)!r} cannot be made ({error.strerror}).") from None
    if copy.is_new:
        write_atomically(copy.path, lambda temporary: _copy(document, Path(temporary), copy.sha256), mode_of=document)
    name = copy.path.relative_to(folder).as_posix()
    if name not in read_manifest(folder):
        _add_to_manifest(folder / MANIFEST, f"{copy.sha256}  {name}\n")


def _add_to_manifest(manifest: Path, line: str) -> None:
    old = manifest.read_bytes() if manifest.exists() else b""
    new = old + (b"\n" if old and not old.endswith(b"\n") else b"") + line.encode()
    write_content(manifest, new, check=lambda: None)


def kept_cells(log: OpenLog, row: int, document: Path, copy: KeptCopy) -> list[CellEdit]:
    """Return the edits that enter where the copy is, and the document's name if the line has none."""
    if log.template.roles.copy is None:
        raise SheetkitError(f"The template {log.template.name!r} has no column for where a copy is kept.")
    copy_column = log.number(log.template.roles.copy)
    edits = []
    if (column := log.place.columns.get(DOCUMENT)) and not clean_text(log.shown(row, column)):
        edits.append(CellEdit(row, column, document.name))
    copy_text = clean_text(log.shown(row, copy_column))
    if copy.name not in (part.strip() for part in copy_text.split(";")):
        edits.append(CellEdit(row, copy_column, f"{copy_text}; {copy.name}" if copy_text else copy.name))
    return edits


def _file_name(document: Path, number: int) -> str:
    stem = unique_file_names([document.stem])[document.stem]
    suffix = unique_file_names([document.suffix[1:]])[document.suffix[1:]] if document.suffix else ""
    return f"{stem}{f' ({number})' if number > 1 else ''}{f'.{suffix}' if suffix else ''}"


def _copy(document: Path, target: Path, sha256: str) -> None:
    """Copy a file with its times, and verify the copy. Raises OutputError if it differs."""
    shutil.copyfile(document, target)
    about = document.stat()
    os.utime(target, ns=(about.st_atime_ns, about.st_mtime_ns))
    if file_hash(target) != sha256:
        raise OutputError(f"{str(document)!r} was changed while it was copied, so no copy is kept: try again.")
