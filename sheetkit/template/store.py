"""Find templates: those that come with sheetkit, a file of the user's own, or the one that a log carries."""

from functools import cache, lru_cache
from pathlib import Path

from sheetkit.errors import TemplateError
from sheetkit.template.load import load_template
from sheetkit.template.model import Template
from sheetkit.text import did_you_mean, quote

DEFAULT = "handoff"
_PACKAGE = Path(__file__).resolve().parent.parent
# In a wheel the templates lie inside the package, in a checkout (or an editable install) beside it.
_FOLDERS = (_PACKAGE / "templates", _PACKAGE.parent / "templates")
_SUFFIX = ".toml"


@cache
def shipped(name: str = DEFAULT) -> Template:
    """Return a template that comes with sheetkit. Raises TemplateError where there is none of that name."""
    path = _shipped_file(name)
    if path is not None:
        return from_file(path)
    raise TemplateError(f"No template named {name!r} comes with sheetkit. These do: {', '.join(shipped_names())}.")


def _shipped_file(name: str) -> Path | None:
    paths = (folder / f"{name}{_SUFFIX}" for folder in _FOLDERS)
    return next((path for path in paths if path.is_file()), None)


@cache
def shipped_names() -> tuple[str, ...]:
    """Return the names of the templates that come with sheetkit, the usual one first, then sorted."""
    names = {path.stem for folder in _FOLDERS for path in folder.glob(f"*{_SUFFIX}")}
    return tuple(sorted(names, key=lambda name: (name != DEFAULT, name)))


def find_template(name: str) -> Template:
    """Return the shipped template of that name, else the one in the file of that path.

    Raises TemplateError with the names that are known where it is neither.
    """
    if name in shipped_names():
        return shipped(name)
    path = Path(name)
    if path.suffix.lower() == _SUFFIX or path.exists() or path.name != name:
        return from_file(path)
    names = ", ".join(shipped_names())
    raise TemplateError(
        f"There is no template {quote(name)}{did_you_mean(name, shipped_names())}: name one that comes with sheetkit "
        f"({names}), or the file of one of your own, such as my-log{_SUFFIX}."
    )


def from_file(path: Path) -> Template:
    """Return the template in a TOML file. Raises TemplateError that names the file."""
    return load_template(_read(path), path.name)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TemplateError(f"The template {str(path)!r} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise TemplateError(f"The template {str(path)!r} is not UTF-8 text.") from None


@lru_cache(maxsize=64)  # the logs of a team usually carry the same one
def from_log(source: str) -> Template:
    """Return the template that a log carries: the shipped one itself if it is the same. Raises TemplateError."""
    carried = source.rstrip()
    for name in shipped_names():
        path = _shipped_file(name)
        if path is not None and _read(path).rstrip() == carried:
            return shipped(name)
    return load_template(source, "the template inside the log")


def borrowed_name(template: Template) -> str:
    """Return what to change where a changed template still bears the name of a shipped one, else ''."""
    if template.name not in shipped_names() or template.source.rstrip() == shipped(template.name).source.rstrip():
        return ""
    return (
        f'It still bears the name of a template that comes with sheetkit: change name = "{template.name}" under '
        f'[template] to a name of your own, such as name = "my-{template.name}", so that `upgrade` keeps your changes.'
    )
