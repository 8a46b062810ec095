"""Conditions on single values that do not need the whole log, and so no pandas."""

import os
import re
from pathlib import Path, PurePath, PureWindowsPath

EMAIL_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_NETWORK_FOLDERS = ("/mnt/", "/media/", "/net/", "/volumes/", "/run/user/")  # where other machines are usually mounted


def is_local(text: str, folder: Path) -> bool:
    """Return whether a text is a whole path on a disk of this machine; what may lie elsewhere is never touched."""
    if len(text) > 1_000 or "\x00" in text or text.startswith(("//", "\\\\")):
        return False
    if os.name == "nt":
        path: PurePath = PureWindowsPath(text)
        return bool(path.drive) and path.is_absolute() and path.drive.lower() == folder.resolve().drive.lower()
    return text.startswith("/") and not text.lower().startswith(_NETWORK_FOLDERS)
