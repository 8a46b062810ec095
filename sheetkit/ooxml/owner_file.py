"""The lock files that spreadsheet programs put beside a workbook while somebody has it open."""

from pathlib import Path

_EXCEL, _LIBREOFFICE = "~${}", ".~lock.{}#"
_EXCEL_NAME = 55  # bytes of the user's name, which begin with its length; the name in UTF-16 follows
_MAX_NAME = 60


def owner_file(workbook: Path) -> Path | None:
    """Return the lock file beside a workbook that somebody has open, or None."""
    names = (pattern.format(workbook.name) for pattern in (_EXCEL, _LIBREOFFICE))
    return next((path for name in names if (path := workbook.with_name(name)).exists()), None)


def owner_name(path: Path) -> str:
    """Return the user's name in a lock file, '' if it holds none."""
    try:
        data = path.read_bytes()[:1_000]
    except OSError:  # on Windows Excel lets nobody read it
        return ""
    if path.name.startswith("~$"):
        length = data[_EXCEL_NAME] if len(data) > _EXCEL_NAME else 0
        name = data[_EXCEL_NAME + 2 : _EXCEL_NAME + 2 + 2 * length].decode("utf-16-le", "ignore")
        name = name or data[1 : 1 + data[0]].decode("latin-1") if data else ""
    else:
        names = data.decode("utf-8", "replace").split(",")[
            :2
        ]  # the name set in LibreOffice, which may be '', the login
        name = next(filter(str.strip, names), "")
    return " ".join("".join(filter(str.isprintable, name)).split())[:_MAX_NAME]
