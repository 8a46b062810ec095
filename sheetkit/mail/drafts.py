"""The drafts: one for each person and address, with all their lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from sheetkit import categorical
from sheetkit.log.check.conditions import EMAIL_ADDRESS
from sheetkit.ooxml.xml_text import collapse_whitespace
from sheetkit.person_names import name_key, names_person, shown_name
from sheetkit.review.model import LogReview
from sheetkit.review.reminders import Decision
from sheetkit.review.sentences import SentenceFiller, filler_for
from sheetkit.template.rule import Reminder
from sheetkit.template.sentence import Sentence
from sheetkit.text import clean_text, natural_list, single_line

_MAX_ROWS = 5  # rows that a note names
MAX_SUBJECT = 120  # characters; mail programs show fewer


@dataclass(frozen=True)
class DecidedLog:
    """A log as reviewed, and the decision about each of its hand-offs."""

    review: LogReview
    decisions: Sequence[Decision]


@dataclass(frozen=True)
class HandOff:
    """A hand-off in a draft: the position of its log, and its decision, which has a step and a line."""

    log: int
    decision: Decision


@dataclass(frozen=True)
class Draft:
    """A message that is ready to send; each of its texts is on one line."""

    person: str
    address: str
    copies: tuple[str, ...]
    subject: str
    before: tuple[str, ...]
    lines: tuple[str, ...]
    after: tuple[str, ...]
    hand_offs: tuple[HandOff, ...]


@dataclass(frozen=True)
class Drafts:
    """The drafts; the number of lines without an address, by person; and notes for the user."""

    drafts: tuple[Draft, ...]
    without_address: dict[str, int]
    notes: tuple[str, ...]


def make_drafts(logs: Sequence[DecidedLog], as_of: datetime, person: str | None = None) -> Drafts:
    """Return a draft for each person, or for one alone, with all their lines that have a step due.

    Two people may share a name, so each line goes to its own address, and a name with two addresses gets two drafts.
    """
    addresses, doubts = _addresses(logs), _doubts(logs)
    groups: dict[tuple[str, str], list[HandOff]] = {}
    names: dict[str, str] = {}
    without: dict[str, int] = {}
    for number, decided in enumerate(logs):
        own = _emails(decided)
        for decision in decided.decisions:
            if decision.step is None or decision.line is None:
                continue
            who = decided.review.frame["handed_to"].iloc[decision.position]
            key = name_key(who)
            if person is not None and not names_person(who, person):
                continue
            name = names.setdefault(key, shown_name(who))
            if address := _address(addresses.get(key, {}), own[decision.position]):
                groups.setdefault((key, address), []).append(HandOff(number, decision))
            else:
                without[name] = without.get(name, 0) + 1
    fillers = [filler_for(decided.review.log, as_of) for decided in logs]
    notes = dict.fromkeys(note for decided in logs for note in _impossible_dates_note(decided))
    drafts = []
    for (key, address), hand_offs in sorted(groups.items()):
        drafts.append(_draft(names[key], address, sorted(hand_offs, key=_most_urgent), logs, fillers, notes))
        notes |= dict.fromkeys(doubts.get((key, address.lower()), ()))
    for key, name in names.items():
        used = [address for group_key, address in groups if group_key == key]
        if name in without:
            used = [*addresses.get(key, {}).values()]
        if len(used) > 1:
            notes[_several_addresses_note(name, used)] = None
    return Drafts(tuple(drafts), without, tuple(notes))


def _address(addresses: dict[str, str], typed: str) -> str:
    """Return the address for a line: the one typed there, else its person's only one, '' if there is none."""
    if typed:
        return addresses[typed.lower()]
    return next(iter(addresses.values())) if len(addresses) == 1 else ""


def _several_addresses_note(person: str, addresses: Sequence[str]) -> str:
    return (
        f"{person} has {len(addresses)} addresses in the column Email, {natural_list(addresses)}, so each line is "
        "asked for at its own: if they are the same person, correct the address that is out of date; if they are not, "
        "tell them apart in Handed to."
    )


def _most_urgent(hand_off: HandOff) -> tuple[int, datetime]:
    assert hand_off.decision.line is not None  # noqa: S101  for the type checker
    return -_step(hand_off).days, hand_off.decision.line.due


def _draft(
    person: str,
    address: str,
    hand_offs: Sequence[HandOff],
    logs: Sequence[DecidedLog],
    fillers: Sequence[SentenceFiller],
    notes: dict[str, None],
) -> Draft:
    """Return the draft for one person, in the wording of the latest step among their lines."""
    first = hand_offs[0]
    step = _step(first)

    def filled(sentences: Iterable[Sentence], hand_off: HandOff) -> Iterator[str]:
        for sentence in sentences:
            _, [text] = fillers[hand_off.log].fill(sentence, np.array([hand_off.decision.position]))
            yield single_line(collapse_whitespace(text))

    (subject,) = filled([step.subject], first)
    if len(subject) > MAX_SUBJECT:
        subject = subject[: MAX_SUBJECT - 3].rstrip() + "..."
    if len(hand_offs) > 1:
        subject += f" (and {len(hand_offs) - 1} more)"
    copies = dict.fromkeys(
        copy for hand_off in hand_offs if (copy := _copy_to(hand_off, logs, notes)) and copy != address
    )
    return Draft(
        person,
        address,
        tuple(copies),
        subject,
        tuple(filled(step.before, first)),
        tuple(text for hand_off in hand_offs for text in filled([_step(hand_off).line], hand_off)),
        tuple(filled(step.after, first)),
        tuple(hand_offs),
    )


def _step(hand_off: HandOff) -> Reminder:
    assert hand_off.decision.step is not None  # noqa: S101  drafts hold no others
    return hand_off.decision.step


def _copy_to(hand_off: HandOff, logs: Sequence[DecidedLog], notes: dict[str, None]) -> str:
    """Return the address that gets a copy of a step's message, '' for nobody."""
    log = logs[hand_off.log].review.log
    name = _step(hand_off).copy_to
    text = log.text_settings.get(name, "") if name else ""
    if text and not EMAIL_ADDRESS.fullmatch(text):
        note = (
            f"{name} on the sheet Settings of {log.path.name} holds {text!r}, which is not an e-mail address, so "
            "nobody gets a copy: type one address there, such as ana@example.org, or clear the cell."
        )
        notes[note] = None
        return ""
    return text


def _emails(decided: DecidedLog) -> list[str]:
    """Return the usable address of each line, '' if there is none."""

    def usable(text: str) -> str:
        address = clean_text(text)
        return address if EMAIL_ADDRESS.fullmatch(address) else ""

    emails = categorical.column(decided.review.frame, "email")
    return categorical.to_list(categorical.map_categories(emails, usable))


def _impossible_dates_note(decided: DecidedLog) -> Iterator[str]:
    """Yield a note about the lines of a log that get no reminder since their due date can hardly be right."""
    frame = decided.review.frame
    rows = frame["row"][frame["mistyped"] & frame["out"] & (frame["doubtful"] | frame["overdue"])].tolist()
    if rows:
        yield (
            f"The day it is due can hardly be right in {'rows' if len(rows) > 1 else 'row'} "
            f"{natural_list(map(str, rows), most=_MAX_ROWS)} of {decided.review.log.path.name}, so nobody is "
            "reminded there: correct the date."
        )


def _doubts(logs: Sequence[DecidedLog]) -> dict[tuple[str, str], list[str]]:
    """Return what `check` says about addresses that seem to be somebody else's, by name key and address."""
    doubts: dict[tuple[str, str], list[str]] = {}
    for decided in logs:
        problems = decided.review.log.problems
        for position in np.flatnonzero(problems.table["code"] == "bad-email").tolist():
            problem = problems[position]
            name = decided.review.frame["handed_to"][decided.review.frame["row"] == problem.row].astype(object).iloc[0]
            sentence = f"Before you send it: {problem.message} ({problem.cell}). {problem.fix}"
            doubts.setdefault((name_key(str(name)), problem.value.lower()), []).append(sentence)
    return doubts


def _addresses(logs: Sequence[DecidedLog]) -> dict[str, dict[str, str]]:
    """Return each person's addresses by name key: a dict from the address in lower case to its first spelling."""
    addresses: dict[str, dict[str, str]] = {}
    for decided in logs:
        (people,) = categorical.to_lists(decided.review.frame, "handed_to")
        for person, address in zip(people, _emails(decided), strict=True):
            if address:
                addresses.setdefault(name_key(person), {}).setdefault(address.lower(), address)
    return addresses
