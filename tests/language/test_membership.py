"""Membership: is a value one of some?"""

from __future__ import annotations

from language.harness import Evaluate

CODES = """
code:code
J01
J02
-
"""


def test_in(evaluate: Evaluate) -> None:
    """`in` is true when the value equals one of the list; a missing value makes it missing."""
    assert evaluate("code in ['J01', 'J05']", CODES) == [True, False, None]


def test_not_in(evaluate: Evaluate) -> None:
    """`not in` is its opposite: a missing value is not thereby outside the list."""
    assert evaluate("code not in ['J01', 'J05']", CODES) == [False, True, None]


def test_list_parameter(evaluate: Evaluate) -> None:
    """The list may be a parameter."""
    assert evaluate("code in antibiotics", CODES, parameters={"antibiotics": ["J01", "J04"]}) == [True, False, None]


def test_list_by_date(evaluate: Evaluate) -> None:
    """A list may change: on each day it is the one that holds then, and before the first there is none."""
    values = [{"from": "2016-04-01", "until": "2017-05-01", "value": ["J01"]}, {"from": "2017-05-01", "value": ["J01", "J02"]}]
    assert evaluate(
        "code in antibiotics",
        """
        code:code  day:date
        J02        2017-04-30
        J02        2017-05-01
        J01        2017-04-30
        J01        2016-03-31
        J01        -
        -          2017-05-01
        """,
        parameters={"antibiotics": {"unit": "list", "dated": True, "values": values}},
    ) == [False, True, True, None, None, None]


def test_columns_in_the_list(evaluate: Evaluate) -> None:
    """The list may hold columns; a missing one leaves the question open unless another is equal."""
    assert evaluate(
        "code in [first, second]",
        """
        code:code  first:code  second:code
        A          A           -
        A          B           -
        A          B           C
        """,
    ) == [True, None, False]


def test_numbers(evaluate: Evaluate) -> None:
    """Numbers are equal within the tolerance, as everywhere."""
    assert evaluate(
        "a + b in [0.3, 0.5]",
        """
        a:decimal1  b:decimal1
        0.1         0.2
        0.1         0.3
        """,
    ) == [True, False]


def test_names(evaluate: Evaluate) -> None:
    """Names are compared without regard to case or to double spaces, in lists as elsewhere."""
    table = """
        drug:name
        'Human  Albumin'
        INFLIXIMAB
        other
        """
    assert evaluate("drug in ['Human albumin', 'infliximab']", table) == [True, True, False]
    assert evaluate("drug in drugs", table, parameters={"drugs": ["HUMAN ALBUMIN"]}) == [True, False, False]
