"""Fill in a rule's sentences for the rows for which it holds."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.tree import Column, Type, type_of
from sheetkit.log.read_log import Log
from sheetkit.ooxml.serial import SECONDS_PER_DAY, from_datetime, to_datetime, to_seconds
from sheetkit.person_names import shown_name
from sheetkit.review.frame import Positions
from sheetkit.review.moments import ago, ahead, day, lateness, reply_by
from sheetkit.template.model import Column as TemplateColumn
from sheetkit.template.sentence import Place, Sentence
from sheetkit.text import natural_list, pluralize, truncate

MAX_CELL_IN_SENTENCE = 150  # characters of a cell's text inside a sentence
MAX_TYPED = 40  # characters of an unusable cell's text
CodedTexts = tuple[npt.NDArray[np.int64], list[str]]  # the i-th text is texts[codes[i]], '' if the code is -1


def filler_for(log: Log, as_of: datetime) -> "SentenceFiller":
    """Return a filler of sentences about a log at a moment."""
    moment = float(to_seconds(from_datetime(as_of)))
    return SentenceFiller(log, Evaluator(log.rule_columns, moment, log.settings, log.working_days), as_of)


class SentenceFiller:
    """Fills in a template's sentences about one log at one moment."""

    def __init__(self, log: Log, evaluator: Evaluator, as_of: datetime) -> None:
        self.log = log
        self.evaluator = evaluator
        self.as_of = as_of
        self._shortened = cache(lambda text: truncate(text, MAX_CELL_IN_SENTENCE))
        self._reply_for = cache(
            lambda day: reply_by(None if day is None else to_datetime(day), as_of, log.working_days)
        )
        self._words: dict[tuple[Type, str | None], Callable[[float], str]] = {}

    def fill(self, sentence: Sentence, positions: Positions) -> CodedTexts:
        """Return the sentence for each of the rows at `positions`; equal ones are made once."""
        values = {place: self._value(place, positions) for place in sentence.places()}
        groups = np.zeros(len(positions), dtype=np.int64)
        for codes, texts in values.values():
            groups = pd.factorize(groups * (len(texts) + 1) + codes)[0]
        examples = categorical.first_positions(groups)
        columns = []
        for part in sentence.parts:
            if isinstance(part, Place):
                codes, texts = values[part]
                shown = codes[examples].tolist()
                columns.append([(texts[code] if code >= 0 else "") or part.otherwise for code in shown])
            else:
                columns.append([part] * len(examples))
        return groups, ["".join(texts) for texts in zip(*columns, strict=True)]

    def ask_at_checkpoint(self, positions: Positions, days: npt.NDArray[np.datetime64]) -> CodedTexts:
        """Return for each of the rows at `positions` the task to ask its person on a day, NaT for today."""
        people = categorical.column(self.log.frame, self.log.template.roles.person)[positions]
        pairs = zip(categorical.to_list(people), days.tolist(), strict=True)
        texts = [checkpoint_task(person, moment or self.as_of, self.as_of) for person, moment in pairs]
        return np.arange(len(texts)), texts

    def _value(self, place: Place, positions: Positions) -> CodedTexts:
        """Return the text of a sentence's placeholder for each of the rows at `positions`."""
        if place.name == "missing":
            return self._missing(positions, with_typed=place.form == "typed")
        if place.name == "row":
            return np.arange(len(positions)), [str(row) for row in self.log.frame.index[positions].tolist()]
        if place.name == "reply_by":
            return self._reply_by(positions)
        column = self.log.template.by_name.get(place.name)
        if column is not None and column.type is Type.TEXT:
            texts = categorical.column(self.log.frame, place.name)
            used, codes = np.unique(texts.codes[positions], return_inverse=True)
            values = np.append(texts.categories.to_numpy(dtype=object), "")[used].tolist()
            names = map(shown_name, values) if place.name == self.log.template.roles.person else values
            return codes, list(map(self._shortened, names))
        node = self.log.template.values.get(place.name)
        if node is None and column is None:
            return np.zeros_like(positions), [f"{self.log.settings[place.name]:g}"]
        node = node or Column(place.name, column.type if column is not None else Type.DATE)
        codes, numbers = pd.factorize(self.evaluator.number(node)[positions])
        return codes, list(map(self._in_words(type_of(node), place.form), numbers.tolist()))

    def _in_words(self, of_type: Type, form: str | None) -> Callable[[float], str]:
        """Return a cached function that puts a date or a number into words."""
        if (of_type, form) not in self._words:
            in_words = self._date_words(form) if of_type is Type.DATE else _number_words(form)
            self._words[of_type, form] = cache(in_words)
        return self._words[of_type, form]

    def _date_words(self, form: str | None) -> Callable[[float], str]:
        counted = {"ago": ago, "in": ahead, "late": lateness}.get(form or "")
        if counted is None:
            return lambda seconds: day(to_datetime(seconds / SECONDS_PER_DAY), self.as_of)
        return lambda seconds: counted(to_datetime(seconds / SECONDS_PER_DAY), self.as_of, self.log.working_days)

    def _reply_by(self, positions: Positions) -> CodedTexts:
        """Return the day by which to ask for an answer: soon, and before the due day if that is still ahead."""
        roles = self.log.template.roles
        due = self.log.template.values.get(roles.due) or Column(roles.due, Type.DATE)
        codes, days = pd.factorize(self.evaluator.number(due)[positions] // SECONDS_PER_DAY)
        texts = [self._reply_for(day) for day in days.tolist()]
        return np.where(codes < 0, len(texts), codes), [*texts, self._reply_for(None)]

    def _missing(self, positions: Positions, *, with_typed: bool) -> CodedTexts:
        """Return the required columns that are blank or unusable, with what was typed there if `with_typed`."""
        required = [column for column in self.log.template.columns if column.required]
        named = [self._unusable(column, positions) for column in required]
        if not with_typed:
            named = [
                [column.title if text else "" for text in texts] for column, texts in zip(required, named, strict=True)
            ]
        titles = [natural_list(filter(None, texts)) or "something" for texts in zip(*named, strict=True)]
        return np.arange(len(titles)), titles

    def _unusable(self, column: TemplateColumn, positions: Positions) -> list[str]:
        """Return the column's title, with what was typed, for each row in which it is unusable; '' for others."""
        columns = self.log.rule_columns
        if column.type is Type.NUMBER:
            no_number = np.isnan(columns.numbers(column.name))[positions]
            return [column.title if missing else "" for missing in no_number.tolist()]
        if column.type is Type.TEXT:
            blank = self.evaluator.condition(column.is_blank)[positions]
            return [column.title if missing else "" for missing in blank.tolist()]
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
        return texts


def checkpoint_task(person: str, checkpoint: datetime, as_of: datetime) -> str:
    """Return what to do about a hand-off without a flag on the day of its checkpoint."""
    name = shown_name(person) or "them"
    return f"Hear from {name} how it is going: {day(checkpoint, as_of)} is the checkpoint"


def _number_words(form: str | None) -> Callable[[float], str]:
    def in_words(number: float) -> str:
        if form != "span":
            return f"{number:.15g}"
        if number < 24:
            return pluralize(int(number), "hour") if number == int(number) else f"{number:.1f} hours"
        return pluralize(int(number // 24), "day")

    return in_words
