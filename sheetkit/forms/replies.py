"""Find the forms that came back, among files and folders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sheetkit.errors import UnreadableError
from sheetkit.forms import layout
from sheetkit.forms.read import Form, NoFormError, kind_of, read_form
from sheetkit.log.read.stamp import FORM, REVIEW
from sheetkit.ooxml.limits import OTHER_WORKBOOK_SUFFIXES, WORKBOOK_SUFFIXES
from sheetkit.text import natural_list

_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")  # in which a form may come back by mistake
_MAX_NAMED = 6


@dataclass
class Replies:
    """The forms of a log, why named files are none, and the names of other files in the folders."""

    forms: list[Form] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def read_replies(log: Path, identity: str, names: Sequence[str]) -> Replies:
    """Return the forms of the log with an identity among files and folders, each file once.

    Raises UnreadableError if there is none.
    """
    replies = Replies()
    files = {path.resolve(): is_named for path, is_named in _files(names)}
    for path, is_named in files.items():
        if path == log and not is_named:
            continue
        try:
            form = read_form(path)
        except NoFormError as error:
            if is_named:
                replies.reasons.append(str(error))
            elif kind_of(path) != REVIEW:
                replies.passed_over.append(path.name)
            continue
        except UnreadableError as error:
            replies.reasons.append(_reason(path, error))
            continue
        if form.lines_of(identity):
            replies.forms.append(form)
        elif not is_named:
            replies.passed_over.append(path.name)  # one folder for the replies to several logs
        else:
            replies.reasons.append(
                f"{path.name!r} is a form of another log than {log.name!r}, so nothing was taken from it: name the log "
                "from which it was made."
            )
    if not replies.forms:
        where = natural_list(map(repr, names), most=_MAX_NAMED)
        raise UnreadableError(
            replies.reasons[0] if replies.reasons else f"There is no form of {log.name!r} in {where}."
        )
    return replies


def other_forms(folder: Path, replies: Sequence[Form]) -> list[Form]:
    """Return the readable forms in a folder that are not among the replies."""
    known = {form.path for form in replies}
    forms = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in WORKBOOK_SUFFIXES and path.resolve() not in known and kind_of(path) == FORM:
            try:
                forms.append(read_form(path))
            except UnreadableError:
                continue
    return forms


def _files(names: Sequence[str]) -> Iterator[tuple[Path, bool]]:
    """Yield each file and whether it was named itself; files in folders come first."""
    folders = [Path(name) for name in names if Path(name).is_dir()]
    for folder in folders:
        for entry in sorted(folder.iterdir()):
            is_workbook = entry.suffix.lower() in (*WORKBOOK_SUFFIXES, *OTHER_WORKBOOK_SUFFIXES)
            if not entry.name.startswith((".", "~$")) and (is_workbook or _is_text_of_form(entry)):
                yield entry, False
    for name in names:
        if Path(name) not in folders:
            yield Path(name), True


def _is_text_of_form(path: Path) -> bool:
    """Return whether a file is a form that was saved as text."""
    if path.suffix.lower() not in _TEXT_SUFFIXES:
        return False
    try:
        with path.open("rb") as file:
            return layout.REQUEST.encode() in file.read(2_000).replace(b"\x00", b"")  # UTF-16 too
    except OSError:
        return False


def _reason(path: Path, error: UnreadableError) -> str:
    """Return why nothing was taken from a file, and what to do about a form that was saved in another format."""
    if _is_text_of_form(path):
        return (
            f"{path.name!r} is a form saved as text, and what it knew about its lines is lost: ask for it again, saved "
            "as .xlsx, or enter its answers by hand."
        )
    if path.suffix.lower() in OTHER_WORKBOOK_SUFFIXES:
        return (
            f"{path.name!r} is not saved as .xlsx, as the form was sent, so nothing was taken from it: open it in your "
            "spreadsheet program, save it as .xlsx, and collect that."
        )
    return str(error)
