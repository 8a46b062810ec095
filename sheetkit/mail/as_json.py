"""What `remind` decided and drafted as a JSON document."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sheetkit import categorical
from sheetkit.mail.drafts import DecidedLog, Drafts, HandOff
from sheetkit.report.as_json import iso_date, records


def reminders_document(
    logs: Sequence[DecidedLog], made: Drafts, files: Sequence[Path], as_of: datetime
) -> dict[str, Any]:
    """Return what `remind --json` prints; `files` are those of the drafts, none in a dry run.

    `drafts` name each line by its log and row; `lines` has every hand-off of every log, with the step that is due or
    null, and the reason.
    """
    paths = [str(decided.review.log.path) for decided in logs]
    rows = [decided.review.frame["row"].tolist() for decided in logs]

    def place(hand_off: HandOff) -> dict[str, Any]:
        return {"log": paths[hand_off.log], "row": rows[hand_off.log][hand_off.decision.position]}

    drafts = [
        {
            "file": str(files[number]) if files else None,
            "person": draft.person,
            "address": draft.address,
            "copies": list(draft.copies),
            "subject": draft.subject,
            "lines": [place(hand_off) for hand_off in draft.hand_offs],
        }
        for number, draft in enumerate(made.drafts)
    ]
    lines = [line for path, decided in zip(paths, logs, strict=True) for line in _lines(path, decided)]
    return {
        "schema": "sheetkit.remind/1",
        "as_of": iso_date(as_of),
        "drafts": drafts,
        "without_address": [{"person": name, "lines": number} for name, number in made.without_address.items()],
        "notes": list(made.notes),
        "lines": lines,
    }


def _lines(path: str, decided: DecidedLog) -> Iterator[dict[str, Any]]:
    frame, names = decided.review.frame, ("id", "item", "handed_to", "status")
    return records(
        {
            "log": [path] * len(frame),
            "row": frame["row"].tolist(),
            **dict(zip(names, categorical.to_lists(frame, *names), strict=True)),
            "due": [iso_date(due) for due in frame["due"].to_numpy().tolist()],
            "step": [decision.step.name if decision.step else None for decision in decided.decisions],
            "reason": [decision.reason for decision in decided.decisions],
        }
    )
