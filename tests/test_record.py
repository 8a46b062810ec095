"""Records are equal, hashed, shown and replaced as frozen dataclasses are."""

from dataclasses import dataclass, field, replace

import pytest

from sheetkit.record import record


@record
class One:
    """A record."""

    name: str
    number: int = 0
    notes: tuple[str, ...] = field(default_factory=tuple)


@record
class Other(One):
    """Another one with the same fields."""


@record
class Nothing:
    """A record without fields."""


@dataclass(frozen=True)
class Usual:
    """What the standard library makes."""

    name: str
    number: int = 0
    notes: tuple[str, ...] = field(default_factory=tuple)


def test_records_are_equal_where_class_and_fields_are() -> None:
    assert One("a", 1) == One("a", 1)
    assert One("a", 1) != One("a", 2)
    assert One("a") != Other("a")
    assert One("a") != Usual("a")
    assert Nothing() == Nothing()


def test_equal_records_are_one_key() -> None:
    assert {One("a"): 1, One("a"): 2} == {One("a"): 2}
    assert len({Nothing(), Nothing(), One("a"), Other("a")}) == 3


def test_a_record_is_shown_as_a_dataclass_is() -> None:
    assert repr(One("a", 2, ("x",))) == repr(Usual("a", 2, ("x",))).replace("Usual", "One")


def test_a_record_can_be_made_with_another_field() -> None:
    assert replace(One("a", 1), number=2) == One("a", 2)


def test_a_record_wants_its_fields() -> None:
    with pytest.raises(TypeError, match="name"):
        One()  # type: ignore[call-arg]
