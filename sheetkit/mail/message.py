"""A draft as an .eml file: a message without sender, date and ID, which mail programs open for sending."""

import html
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from sheetkit.mail.drafts import Draft
from sheetkit.patterns import lazy_pattern

UNSENT = b"X-Unsent: 1\r\n"  # how a draft begins: classic Outlook and Thunderbird open it to be edited and sent
_MAX_NAME = 60  # characters of a name before an address
# Characters with a meaning in a list of addresses, and invisible ones: programs quote them in different ways.
_NOT_IN_NAMES = lazy_pattern(r'[()<>\[\]:;@\\,."\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+|=\?')
_BOUNDARY = "=_sheetkit_draft"  # contains "=_", which no quoted-printable text does


def message_bytes(draft: Draft) -> bytes:
    """Return a draft as the bytes of an .eml file; equal drafts give equal bytes."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["To"] = _address(draft.person, draft.address)
    if draft.copies:
        message["Cc"] = [_address("", copy) for copy in draft.copies]
    message["Subject"] = draft.subject.replace("=?", "= ?")  # else it would be taken for an encoded word
    message.set_content(plain_text(draft), cte="quoted-printable")
    message.add_alternative(_html_text(draft), subtype="html", cte="quoted-printable")
    for part in message.iter_parts():
        del part["MIME-Version"]  # it stands once, for the whole message
    message.set_boundary(_BOUNDARY)
    return message.as_bytes()


def plain_text(draft: Draft) -> str:
    """Return what a draft says as plain text."""
    listed = "\n".join(f"- {line}" for line in draft.lines)
    return "\n\n".join([*draft.before, listed, *draft.after]) + "\n"


def _html_text(draft: Draft) -> str:
    """Return what a draft says as HTML."""

    def paragraphs(texts: tuple[str, ...]) -> str:
        return "".join(f"<p>{html.escape(text)}</p>\n" for text in texts)

    listed = "".join(f"<li>{html.escape(line)}</li>\n" for line in draft.lines)
    return f"<html><body>\n{paragraphs(draft.before)}<ul>\n{listed}</ul>\n{paragraphs(draft.after)}</body></html>\n"


def _address(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    shown = " ".join(_NOT_IN_NAMES.sub(" ", name).split())[:_MAX_NAME].strip()
    return Address(shown, user, domain)
