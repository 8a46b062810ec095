"""Fill in a rule's sentences for the rows where it holds."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.tree import Column, Type, type_of
from sheetkit.log.read_log import Log
from sheetkit.ooxml.serial import SECONDS_PER_DAY, from_datetime, to_datetime, to_seconds
from sheetkit.person_names import split_names
from sheetkit.review.moments import ago, ahead, day, lateness, reply_by
from sheetkit.template.model import Column as TemplateColumn
from sheetkit.template.sentence import Place, Sentence
from sheetkit.text import natural_list, pluralize, truncate

MAX_CELL_IN_SENTENCE = 150  # characters of a cell's text inside a sentence
MAX_TYPED = 40  # characters of what was typed in a cell that cannot be used
Positions = npt.NDArray[np.int64]


def filler_for(log: Log, as_of: datetime) -> "SentenceFiller":
    """Return what fills in sentences about a log at a moment."""
    moment = float(to_seconds(from_datetime(as_of)))
    return SentenceFiller(log, Evaluator(log.rule_columns, moment, log.settings, log.working_days), as_of)


class SentenceFiller:
    """Fills in a template's sentences about one log at one moment, each different sentence once."""

    def __init__(self, log: Log, evaluator: Evaluator, as_of: datetime) -> None:
        self.log = log
        self.evaluator = evaluator
        self.as_of = as_of
        self._shortened: dict[str, pd.Categorical] = {}

    def fill(self, sentence: Sentence, positions: Positions) -> pd.Categorical:
        """Return the sentence for each of the rows at `positions`."""
        if not len(positions):
            return categorical.missing(0)
        parts = [self._value(part, positions) if isinstance(part, Place) else part for part in sentence.parts]
        values = [part for part in parts if not isinstance(part, str)]
        groups = categorical.group_codes([np.zeros_like(positions), *(value.codes for value in values)])
        examples = categorical.first_positions(groups)
        columns = [
            [part] * len(examples) if isinstance(part, str) else categorical.to_list(part[examples]) for part in parts
        ]
        return categorical.from_repeated(groups, ["".join(texts) for texts in zip(*columns, strict=True)])

    def ask_at_checkpoint(self, positions: Positions, days: npt.NDArray[np.datetime64]) -> pd.Categorical:
        """Return for each of the rows at `positions` that its person is to be asked on a day, NaT for now."""
        people = self._texts(self.log.template.roles.person)[positions]
        asked = zip(categorical.to_list(people), days.tolist(), strict=True)
        return categorical.from_texts(hear_from(person, moment or self.as_of, self.as_of) for person, moment in asked)

    def _value(self, place: Place, positions: Positions) -> pd.Categorical:
        """Return what stands in a place of a sentence for each of the rows at `positions`."""
        if place.name == "missing":
            return self._missing(positions, with_typed=place.form == "typed")
        if place.name == "row":
            return categorical.from_texts(map(str, self.log.frame.index[positions].tolist()))
        if place.name == "reply_by":
            return self._reply_by(positions)
        column = self.log.template.by_name.get(place.name)
        if column is not None and column.type is Type.TEXT:
            texts = self._texts(place.name)[positions].remove_unused_categories()
            return categorical.fill_missing(texts, place.otherwise)
        node = self.log.template.values.get(place.name)
        if node is None and column is None:
            return categorical.from_codes(np.zeros_like(positions), [f"{self.log.settings[place.name]:g}"])
        node = node or Column(place.name, column.type if column is not None else Type.DATE)
        codes, numbers = pd.factorize(self.evaluator.number(node)[positions])
        is_date = type_of(node) is Type.DATE
        in_words = self._date_words(place.form) if is_date else _number_words(place.form)
        texts = categorical.from_repeated(codes, [in_words(number) for number in numbers.tolist()])
        return categorical.fill_missing(texts, place.otherwise)

    def _texts(self, name: str) -> pd.Categorical:
        """Return a column's texts as sentences show them, shortened once for all sentences."""
        if name not in self._shortened:
            column = categorical.column(self.log.frame, name)
            is_person = name == self.log.template.roles.person
            self._shortened[name] = categorical.map_categories(column, _shorten_name if is_person else _shorten)
        return self._shortened[name]

    def _date_words(self, form: str | None) -> Callable[[float], str]:
        counted = {"ago": ago, "in": ahead, "late": lateness}.get(form or "")
        if counted is None:
            return lambda seconds: day(to_datetime(seconds / SECONDS_PER_DAY), self.as_of)
        return lambda seconds: counted(to_datetime(seconds / SECONDS_PER_DAY), self.as_of, self.log.working_days)

    def _reply_by(self, positions: Positions) -> pd.Categorical:
        """Return the day by which an answer is asked for: soon, and before the due day where that is still ahead."""
        roles = self.log.template.roles
        due = self.log.template.values.get(roles.due) or Column(roles.due, Type.DATE)
        codes, numbers = pd.factorize(self.evaluator.number(due)[positions])
        known = [to_datetime(seconds / SECONDS_PER_DAY) for seconds in numbers.tolist()]
        return categorical.from_repeated(
            np.where(codes < 0, len(known), codes),
            [reply_by(moment, self.as_of, self.log.working_days) for moment in [*known, None]],
        )

    def _missing(self, positions: Positions, *, with_typed: bool) -> pd.Categorical:
        """Name the required columns that are blank or hold no usable date, if wanted with what was typed there."""
        required = [column for column in self.log.template.columns if column.required]
        named = [self._unusable(column, positions) for column in required]
        if not with_typed:
            named = [
                categorical.from_repeated(np.where(names.codes < 0, 1, 0), [column.title, ""])
                for column, names in zip(required, named, strict=True)
            ]
        groups = categorical.group_codes([np.zeros_like(positions), *(names.codes for names in named)])
        columns = [categorical.to_list(names[categorical.first_positions(groups)]) for names in named]
        titles = [natural_list(filter(None, names)) for names in zip(*columns, strict=True)]
        return categorical.from_repeated(groups, [title or "something" for title in titles])

    def _unusable(self, column: TemplateColumn, positions: Positions) -> pd.Categorical:
        """Return the column's title for each row where it cannot be used, with what was typed; missing elsewhere."""
        columns = self.log.rule_columns
        if column.type is Type.NUMBER:
            no_number = np.isnan(columns.numbers(column.name))[positions]
            return categorical.from_repeated(np.where(no_number, 0, 1), [column.title, ""])
        if column.type is Type.TEXT:
            blank = self.evaluator.condition(column.is_blank)[positions]
            return categorical.from_repeated(np.where(blank, 0, 1), [column.title, ""])
        dates = columns.frame[column.name].to_numpy()[positions]
        before = np.zeros(len(positions), dtype=bool)
        other = self.log.template.by_name.get(column.minimum or "")
        if other is not None:
            least = columns.frame[other.name].to_numpy()[positions]
            days, least_days = dates.astype("datetime64[D]"), least.astype("datetime64[D]")
            both_timed = (dates != days) & (least != least_days)
            before = np.where(both_timed, dates < least, days < least_days)
        typed = self.log.unread.get(column.name, {})
        rows = self.log.frame.index[positions].tolist()
        texts = []
        for row, moment, is_before in zip(rows, dates.tolist(), before.tolist(), strict=True):
            if moment is None:
                text = truncate(typed.get(row, ""), MAX_TYPED)
                texts.append(f"{column.title} ({text!r} was typed)" if text else column.title)
            elif is_before and other is not None:
                texts.append(f"{column.title} ({day(moment, self.as_of)} is before {other.title})")
            else:
                texts.append("")
        return categorical.from_texts(texts)


def _shorten(text: str) -> str:
    return truncate(text, MAX_CELL_IN_SENTENCE)


def _shorten_name(text: str) -> str:
    """Return whom a cell names as one writes it: 'Costa, Ana' is Ana Costa."""
    return _shorten(natural_list(split_names(text)))


def hear_from(person: str, checkpoint: datetime, as_of: datetime) -> str:
    """Return what to do about a hand-off without a flag on the day of its checkpoint."""
    who = " ".join(person.split()) or "them"
    return f"Hear from {who} how it stands: {day(checkpoint, as_of)} is the checkpoint"


def _number_words(form: str | None) -> Callable[[float], str]:
    def in_words(number: float) -> str:
        if form != "span":
            return f"{number:.15g}"
        if number < 24:
            return pluralize(int(number), "hour") if number == int(number) else f"{number:.1f} hours"
        return pluralize(int(number // 24), "day")

    return in_words
