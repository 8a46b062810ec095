"""Conditions on values that need no whole log, and so no pandas."""

import os
from pathlib import Path, PurePath, PureWindowsPath

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask, where_category
from sheetkit.expression.evaluate import Columns
from sheetkit.ooxml.serial import SECONDS_PER_DAY
from sheetkit.patterns import lazy_pattern
from sheetkit.template.model import Template

EMAIL_ADDRESS = lazy_pattern(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_NETWORK_FOLDERS = ("/mnt/", "/media/", "/net/", "/volumes/", "/run/user/")  # where other machines are usually mounted


def is_before(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> Mask:
    """Return where `one` lies before `other`: by the second when both are timed, else by the day; NaN never does.

    Both are in seconds since Excel's day 0.
    """
    timed = (np.mod(one, SECONDS_PER_DAY) != 0) & (np.mod(other, SECONDS_PER_DAY) != 0)
    by_day = np.floor_divide(one, SECONDS_PER_DAY) < np.floor_divide(other, SECONDS_PER_DAY)
    return np.where(timed, one < other, by_day)


def same_hand_off_columns(template: Template) -> tuple[list[str], list[str]]:
    """Return the text columns and the date columns in which two lines of the same hand-off agree."""
    roles = template.roles
    return [roles.item, roles.person], [roles.start, *([roles.promise] if roles.promise else [])]


def is_closed(columns: Columns, template: Template) -> Mask:
    """Return which lines are neither open nor paused; an unknown status counts as open."""
    return ~_has_status(columns, template, template.roles.open, template.roles.paused)


def is_given_up(columns: Columns, template: Template) -> Mask:
    """Return which lines were closed without being done."""
    return is_closed(columns, template) & ~_has_status(columns, template, template.roles.done)


def _has_status(columns: Columns, template: Template, *titles: str | None) -> Mask:
    keys = columns.match_keys(template.roles.status)
    is_open = template.roles.open
    has = where_category(keys, lambda key: template.status.canonical.get(key, is_open) in titles)
    return has | (keys.codes < 0) if is_open in titles else has


def is_local(text: str, folder: Path) -> bool:
    """Return whether a text is an absolute path on a disk of this machine; what may be elsewhere is never touched."""
    if len(text) > 1_000 or "\x00" in text or text.startswith(("//", "\\\\")):
        return False
    if os.name == "nt":
        path: PurePath = PureWindowsPath(text)
        return bool(path.drive) and path.is_absolute() and path.drive.lower() == folder.resolve().drive.lower()
    return text.startswith("/") and not text.lower().startswith(_NETWORK_FOLDERS)
