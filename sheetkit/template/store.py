"""Find templates: the one that comes with sheetkit, or a file of the user's own."""

from functools import cache
from pathlib import Path

from sheetkit.errors import TemplateError
from sheetkit.template.load import load_template
from sheetkit.template.model import Template

DEFAULT = "handoff"
_PACKAGE = Path(__file__).resolve().parent.parent
# In a wheel the templates lie inside the package, in a checkout (or an editable install) beside it.
_FOLDERS = (_PACKAGE / "templates", _PACKAGE.parent / "templates")


@cache
def shipped(name: str = DEFAULT) -> Template:
    """Return a template that comes with sheetkit. Raises TemplateError where there is none of that name."""
    for folder in _FOLDERS:
        path = folder / f"{name}.toml"
        if path.is_file():
            return from_file(path)
    raise TemplateError(f"No template named {name!r} comes with sheetkit. These do: {', '.join(shipped_names())}.")


def shipped_names() -> list[str]:
    """Return the names of the templates that come with sheetkit, sorted."""
    return sorted({path.stem for folder in _FOLDERS for path in folder.glob("*.toml")})


def from_file(path: Path) -> Template:
    """Return the template in a TOML file. Raises TemplateError that names the file."""
    try:
        source = path.read_text(encoding="utf-8")
    except OSError as error:
        raise TemplateError(f"The template {str(path)!r} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise TemplateError(f"The template {str(path)!r} is not UTF-8 text.") from None
    return load_template(source, path.name)
