"""Texts and tags of HTML. Whatever people typed passes `escape`, and nothing else makes markup of a text."""

from datetime import datetime, time

from sheetkit.ooxml.xml_text import replace_surrogates
from sheetkit.text import replace_unprintable

_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_WHITE_SPACE = str.maketrans({"\t": " ", "\r": "\n"})

Value = str | float | datetime | None


def escape(text: str) -> str:
    """Return a text as it stands between tags and in a quoted attribute.

    Control characters and marks that change the direction of writing become '?': HTML has no place for the first, and
    the second would reach beyond the text.
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
    """Return an element with content that is markup already; attributes that are '' are left out.

    `class_` is the attribute `class`; in names '_' stands for '-'.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(text)}"' for key, text in attributes.items() if text
    )
    return f"<{name}{written}>{content}</{name}>"


def slug(title: str) -> str:
    """Return the name of a page's place in the file, such as 'needs-attention'."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in title.lower()).split())
