"""What deserves a second look though it stops nothing: missing IDs, odd addresses, copies that are not there."""

import difflib
import os
import re
from collections.abc import Iterator
from itertools import combinations, repeat
from pathlib import Path, PurePath, PureWindowsPath

import numpy as np

from sheetkit.log.ids import numbered
from sheetkit.log.validate import Checked, Found
from sheetkit.template.model import Column, Kind, Template
from sheetkit.words import quoted, tidy
from sheetkit.xlsx.limits import MAX_CELL_TEXT, units

ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_ALIKE = 0.84  # Ana Costa and Anna Costa are 0.95 alike, Ana Costa and Ana Coelho 0.74
_MOST_NAMES = 300  # pairs grow with the square; past this nobody would read them
_FAR_AWAY = ("/mnt/", "/media/", "/net/", "/volumes/", "/run/user/")  # where other machines are usually mounted


def check_hints(checked: Checked, template: Template, folder: Path | None) -> Iterator[Found]:
    """Yield every warning and note about rows; `folder` is the log's own, None where it lies on another machine."""
    roles = template.roles
    for name in template.by_name:
        if name in checked.present and not template.by_name[name].is_live:
            yield from _full_cells(checked, template.by_name[name])
    if roles.id in checked.present:
        yield from _missing_ids(checked, template.by_name[roles.id])
    if roles.email in checked.present:
        yield from _addresses(checked, template.by_name[str(roles.email)])
    if roles.done and roles.back in checked.present:
        yield from _not_returned(checked, template)
    if roles.copy in checked.present and folder is not None:
        yield from _copies(checked, template.by_name[str(roles.copy)], folder)
    if roles.person in checked.present:
        yield from _similar(checked, template.by_name[roles.person])


def _full_cells(checked: Checked, column: Column) -> Iterator[Found]:
    if column.kind is not Kind.TEXT:
        return
    texts = checked.records.frame[column.name]
    for row, text in texts[texts.str.len() >= MAX_CELL_TEXT // 2].items():
        if units(text) >= MAX_CELL_TEXT:
            yield Found(
                "text-too-long",
                column.name,
                int(str(row)),
                text[:40] + "...",
                f"the cell is full: Excel keeps {MAX_CELL_TEXT:,} characters and cuts off the rest",
                "Keep the long text in a document and enter where it lies.",
            )


def _missing_ids(checked: Checked, column: Column) -> Iterator[Found]:
    free = numbered(column.sequence, checked.records.words(column.name)) if column.sequence else repeat("")
    for row in checked.records.frame.index[checked.records.blank(column.name)]:
        shown = next(free)
        yield Found(
            "missing-id",
            column.name,
            int(row),
            "",
            f"the line has no {column.title}, so it is followed from week to week by what it says",
            f"Enter {shown}, the next free one." if shown else f"Enter an {column.title} of its own.",
        )


def _addresses(checked: Checked, column: Column) -> Iterator[Found]:
    texts = checked.records.frame[column.name].map(tidy)
    for row, text in texts[(texts != "") & ~checked.broken[column.name]].items():
        if not ADDRESS.fullmatch(text):
            yield Found(
                "bad-email",
                column.name,
                int(str(row)),
                text,
                f"{quoted(text)} is no e-mail address, so no message is prepared",
                "Type one address, such as ana@example.org, or clear the cell.",
            )


def _not_returned(checked: Checked, template: Template) -> Iterator[Found]:
    roles = template.roles
    back = template.by_name[str(roles.back)]
    statuses = checked.records.words(roles.status).map(template.status.canonical)
    done = (statuses == roles.done).to_numpy() & checked.records.blank(back.name)
    for row in checked.records.frame.index[done]:
        yield Found(
            "done-without-return",
            back.name,
            int(row),
            "",
            f"the line is {roles.done}, but {back.title} is blank",
            "Enter the day it came back, or leave it when nothing was to come back.",
        )


def _copies(checked: Checked, column: Column, folder: Path) -> Iterator[Found]:
    texts = checked.records.frame[column.name].map(tidy)
    for text in texts[(texts != "") & ~checked.broken[column.name]].unique():
        if not is_local(text, folder) or Path(text).exists():
            continue
        for row in texts.index[texts == text]:
            yield Found(
                "copy-not-found",
                column.name,
                int(row),
                text,
                f"there is no file or folder {quoted(text)} on this machine",
                "Look where the copy really is, and enter that.",
            )


def is_local(text: str, folder: Path) -> bool:
    """Say whether a text is a whole path on a disk of this machine; anything that may lie elsewhere is not touched."""
    if len(text) > 1_000 or "\x00" in text or text.startswith(("//", "\\\\")):
        return False
    if os.name == "nt":
        path: PurePath = PureWindowsPath(text)
        return bool(path.drive) and path.is_absolute() and path.drive.lower() == folder.resolve().drive.lower()
    return text.startswith("/") and not text.lower().startswith(_FAR_AWAY)


def _similar(checked: Checked, column: Column) -> Iterator[Found]:
    """Yield names that are nearly the same: each rarer spelling once, at its first line."""
    names = checked.records.frame[column.name].map(tidy)
    names = names[(names != "") & ~checked.broken[column.name]]
    counts = names.str.lower().value_counts()
    if len(counts) > _MOST_NAMES:
        return
    told: set[str] = set()
    for common, rare in combinations(counts.index.tolist(), 2):
        if rare in told or not _alike(common, rare):
            continue
        told.add(rare)
        row = int(names.index[np.flatnonzero(names.str.lower() == rare)[0]])
        usual = names[names.str.lower() == common].iloc[0]
        yield Found(
            "similar-names",
            column.name,
            row,
            names.loc[row],
            f"{quoted(names.loc[row])} and {quoted(usual)} are nearly the same: are they one person?",
            "If so, spell the name alike everywhere, so that the lines are counted together.",
        )


def _alike(one: str, other: str) -> bool:
    matcher = difflib.SequenceMatcher(a=one, b=other, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
