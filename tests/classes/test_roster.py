"""Names that are pasted or come in a CSV: everybody is in one room, once."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.classes.roster import MOST_STUDENTS, Roster, distinct, groups, read
from server.core import names

words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)


def shuffle(order: list[str]) -> None:
    random.Random(5).shuffle(order)


def test_a_list_of_names() -> None:
    """One name a line; empty lines, spaces, a byte order mark and a heading are no names."""
    assert read("\ufeffName\n Ada \n\nGrace  Hopper\nمريم\n李雷\n").names == ("Ada", "Grace Hopper", "مريم", "李雷")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_two_columns_are_pairs(separator: str) -> None:
    """As spreadsheets write them; a line with one name is paired with another of its kind."""
    found = read(f'Ada{separator}Grace\n"Kim"{separator}"Bo"\nLi{separator}\n')
    assert found == Roster(("Ada", "Grace", "Kim", "Bo", "Li"), (("Ada", "Grace"), ("Kim", "Bo")))
    assert [group.names for group in groups(found, shuffle)] == [("Ada", "Grace"), ("Kim", "Bo", "Li")]


def test_who_has_the_same_name_gets_a_number() -> None:
    """Also where the number is somebody's already, and whatever the case."""
    assert distinct(["Kim", "Ada", "kim", "Kim 1"]) == ["Kim 2", "Ada", "kim 3", "Kim 1"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "at least two names"), ("Ada", "at least two names"), ("Ada\n\u202eevil", "Line 2"), ("a,b,c", "3 columns"),
     ("Ada\n" + "x" * 61, "Line 2"), ("\n".join(f"n{n}" for n in range(5000)), "5000 names; a class can have 200")],
)  # fmt: skip
def test_what_is_no_roster_is_said(text: str, sentence: str) -> None:
    """In a sentence that says what to do."""
    with pytest.raises(ValueError, match=sentence):
        read(text)


@given(st.lists(words, min_size=2, max_size=MOST_STUDENTS))
def test_everybody_is_in_one_room_once(given_names: list[str]) -> None:
    """Whatever the names: each group has two who interview each other, and one at most has somebody who watches."""
    roster = read("\n".join(["Name", *given_names]))
    found = groups(roster, shuffle)
    assert Counter(name for group in found for name in group.names) == Counter(roster.names)
    assert len(set(map(str.casefold, roster.names))) == len(given_names)
    assert sum(group.watches is not None for group in found) == len(given_names) % 2
    assert all(names.clean(name) == name for name in roster.names)


@given(st.text())
def test_any_text_is_a_roster_or_a_sentence(text: str) -> None:
    """Nothing else comes of it."""
    try:
        roster = read(text)
    except ValueError as refusal:
        said = str(refusal)
    else:
        said = ""
        assert len(groups(roster, shuffle)) == len(roster.names) // 2
    assert not said or said.endswith(".")
