"""HTML texts and tags. Whatever people typed passes through `escape`."""

from datetime import datetime, time

from sheetkit.ooxml.xml_text import replace_surrogates
from sheetkit.text import replace_unprintable

_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_WHITE_SPACE = str.maketrans({"\t": " ", "\r": "\n"})

Value = str | float | datetime | None


def escape(text: str) -> str:
    """Return a text for use between tags and in quoted attributes.

    Control characters, which HTML does not allow, and direction marks, which would affect what follows, become '?'.
    """
    shown = text.replace("\r\n", "\n").translate(_WHITE_SPACE)
    return replace_unprintable(replace_surrogates(shown)).translate(_MARKUP)


def show(value: Value) -> str:
    """Return a value as a page shows it, escaped: 1,234 and 12 Nov 2026; '' for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        shown = f"{value.day} {value:%b %Y}"
        return shown if value.time() == time() else f"{shown} {value:%H:%M}"
    return escape(value) if isinstance(value, str) else f"{value:,.0f}"


def element(name: str, content: str, **attributes: str) -> str:
    """Return an element whose content is markup already; attributes that are '' are left out.

    `class_` is the attribute `class`; '_' in other names becomes '-'.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(text)}"' for key, text in attributes.items() if text
    )
    return f"<{name}{written}>{content}</{name}>"


def slug(title: str) -> str:
    """Return the ID of a page in the file, such as 'needs-attention'."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in title.lower()).split())
