"""A page beside the drafts that offers each as a link and as text to copy: some mail programs open .eml read-only."""

import base64
import hashlib
import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import quote

INDEX = "index.html"
_MADE_BY = '<meta name="generator" content="sheetkit remind">'
_MAX_LINK = 1_900  # characters; Windows passes no longer ones on to a mail program
_MAX_BYTES = 1 << 20  # of a draft
_STYLE = """
:root { color-scheme: light dark; background: Canvas; color: CanvasText }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 1rem; overflow-wrap: anywhere }
article { border: 1px solid #8888; border-radius: .5rem; margin: 1rem 0; padding: 0 1rem }
pre { white-space: pre-wrap; font: inherit; user-select: all; padding: .75rem;
  background: #eee }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem .75rem }
dd { margin: 0; user-select: all }
a { display: inline-block; padding: .4rem 0 }
@media (prefers-color-scheme: dark) { pre { background: #222 } }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Message:
    """A draft as read from its file."""

    file: str
    to: str
    name: str
    copy: str
    subject: str
    text: str


def is_index(path: Path) -> bool:
    """Return whether a file is such a page, which may be replaced."""
    try:
        with path.open("rb") as file:
            return _MADE_BY.encode() in file.read(1_000)
    except OSError:
        return False


def index_page(folder: Path, newest: Iterable[str]) -> str:
    """Return the page for the drafts in a folder; those of this run, named by their files, come first."""
    new = list(newest)
    earlier = sorted(path.name for path in folder.glob("*.eml") if path.name not in new)
    parts = [_HEAD, *_articles("Drafts made now", folder, new)]
    parts += _articles("Drafts that were in the folder already", folder, earlier)
    return "\n".join([*parts, "</body></html>", ""])


_HEAD = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
{_MADE_BY}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Reminders to send</title><style>{_STYLE}</style></head><body>
<h1>Reminders to send</h1>
<p>Nothing was sent. For each one: open the draft, or follow <em>Write it</em>, which opens a new message with
everything in it, or copy the text. Read it once, then send it. Delete the drafts that you
have sent or do not want.</p>"""


def _articles(title: str, folder: Path, names: Iterable[str]) -> Iterator[str]:
    messages = [message for name in names if (message := read_draft(folder / name)) is not None]
    if messages:
        yield f"<h2>{title}</h2>"
    for message in messages:
        rows = {"To": message.to, "Copy to": message.copy, "Subject": message.subject}
        link, whole = mailto(message)
        shortened = "" if whole else " (without the text, which is too long for a link: copy it from below)"
        yield f"<article><h3>{html.escape(message.name or message.to)}</h3><dl>"
        for name, value in rows.items():
            if value or name != "Copy to":
                yield f"<dt>{name}</dt><dd>{html.escape(value)}</dd>"
        yield f'</dl><p><a href="{html.escape(link)}">Write it</a>{shortened} · '
        yield f'<a href="{html.escape(quote("./" + message.file))}">Open the draft</a></p>'
        yield f"<pre>\n{html.escape(message.text)}</pre></article>"


def mailto(message: Message) -> tuple[str, bool]:
    """Return a link that opens a new message, and whether it holds the text, which is left out if it is too long."""
    fields = [f"subject={_encoded(message.subject)}", f"body={_encoded(message.text)}"]
    if message.copy:
        fields.insert(0, f"cc={quote(message.copy, safe='@,')}")
    link = f"mailto:{quote(message.to, safe='@')}?{'&'.join(fields)}"
    if len(link) <= _MAX_LINK:
        return link, True
    return link.rpartition("&")[0], False


def _encoded(text: str) -> str:
    return quote(text.strip().replace("\n", "\r\n"), safe="")


def read_draft(path: Path) -> Message | None:
    """Return the draft in a file, None if it is none."""
    try:
        with path.open("rb") as file:
            message = message_from_bytes(file.read(_MAX_BYTES), policy=default)
        text = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
        if text is None or message["X-Unsent"] != "1":
            return None
        (to,) = message["To"].addresses
        copies = message["Cc"].addresses if message["Cc"] else ()
        copy = ",".join(copied.addr_spec for copied in copies)
        body = text.get_content().replace("\r\n", "\n")
        return Message(path.name, to.addr_spec, to.display_name, copy, str(message["Subject"] or ""), body)
    except (OSError, MessageError, LookupError, ValueError, TypeError, AttributeError):  # not written by us
        return None
