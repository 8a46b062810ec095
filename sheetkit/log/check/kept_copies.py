"""Whether the copies that `keep` made, in a folder beside the log, are all there and unchanged."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from sheetkit.log.problems import Problem
from sheetkit.patterns import lazy_pattern
from sheetkit.text import quote

MANIFEST = "manifest-sha256.txt"
_LINE = lazy_pattern(r"([0-9a-f]{64}) [ *](.+)", re.IGNORECASE)
_PIECE = 1 << 20
_TEMPORARY = "~sheetkit-"


def copies_folder(log: Path) -> Path:
    """Return the folder beside a log in which the copies of its documents are kept."""
    return log.with_name(f"{log.stem}-files")


def read_manifest(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each kept copy by its path in the folder, with '/'; empty where there is no manifest."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    matches = (_LINE.fullmatch(line) for line in text.splitlines())
    return {line[2]: line[1].lower() for line in matches if line}


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def check_kept_copies(log: Path) -> Iterator[Problem]:
    """Yield what is wrong with the kept copies: each that was changed, is missing, or is in no manifest."""
    folder = copies_folder(log)
    manifest = read_manifest(folder)
    for name, kept in manifest.items():
        path = folder / name
        if ".." in Path(name).parts or Path(name).is_absolute():
            continue  # something else wrote the manifest, and the path leads out of the folder
        try:
            now = file_hash(path)
        except FileNotFoundError:
            yield _problem("copy-missing", folder, name, "is gone", "Restore it from a backup, or run `keep` again.")
            continue
        except OSError as error:
            yield _problem("copy-missing", folder, name, f"cannot be read ({error.strerror})", "Check what it is.")
            continue
        if now != kept:
            fix = "Restore the kept one from a backup, or keep the new one under another name."
            yield _problem("copy-changed", folder, name, "is not what was kept: it was changed since", fix)
    for name in _files(folder) if manifest else ():
        if name not in manifest:
            fix = "Nothing to do, unless you expected it to be verified: then enter it with `keep`."
            yield _problem("copy-extra", folder, name, "was not put there by `keep`, so nothing verifies it", fix)


def _files(folder: Path) -> list[str]:
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if name != MANIFEST and not Path(name).name.startswith(_TEMPORARY))


def _problem(code: str, folder: Path, name: str, what: str, fix: str) -> Problem:
    shown = f"{folder.name}/{name}"
    message = f"the copy {quote(shown)} {what}"
    return Problem.at(code, "", None, None, shown, message, fix)
