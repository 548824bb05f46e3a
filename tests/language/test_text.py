"""Text: names of drugs and diseases compare without regard to case, codes exactly."""

from __future__ import annotations

from language.harness import Evaluate


def test_names(evaluate: Evaluate) -> None:
    """A name is the same in capitals, in small letters and with a space too many."""
    assert evaluate(
        "drug == 'Human  ALBUMIN'",
        """
        drug:name
        'human albumin'
        'Human Albumin '
        'HUMAN   ALBUMIN'
        'albumin, human'
        """,
    ) == [True, True, True, False]


def test_names_with_each_other(evaluate: Evaluate) -> None:
    """Two columns of names are compared the same way."""
    assert evaluate(
        "supplied == approved",
        """
        supplied:name  approved:name
        Remicade       REMICADE
        Remicade       Inflectra
        """,
    ) == [True, False]


def test_letters_with_signs(evaluate: Evaluate) -> None:
    """Letters with accents have a small form too, and so has the Greek sigma, wherever it stands in a word."""
    assert evaluate(
        "place == 'ÉVORA ΝΑΞΟΣ'",
        """
        place:name
        'Évora Ναξοσ'
        'Evora Ναξοσ'
        """,
    ) == [True, False]


def test_codes(evaluate: Evaluate) -> None:
    """A code is compared letter by letter."""
    table = """
        code:code
        J02
        j02
        J020
        """
    assert evaluate("code == 'J02'", table) == [True, False, False]
    assert evaluate("code != 'J02'", table) == [False, True, True]


def test_starts_with(evaluate: Evaluate) -> None:
    """`starts_with` asks for the first letters; of a name, whatever their case."""
    assert evaluate(
        "starts_with(code, 'J02A')",
        """
        code:code
        J02AB01
        J02
        j02ab01
        -
        """,
    ) == [True, False, False, None]
    assert evaluate(
        "starts_with(drug, 'INFLIX')",
        """
        drug:name
        Infliximab
        Adalimumab
        """,
    ) == [True, False]


def test_numbers_after_letters_with_signs(evaluate: Evaluate) -> None:
    """A number is read from where it stands, whatever letters stand before it."""
    assert evaluate(
        "drug == '£ÉÅ' or n == 1250",
        """
        drug:name  n:integer
        other      1250
        other      0
        """,
    ) == [True, False]


def test_a_quotation_mark(evaluate: Evaluate) -> None:
    """Text with an apostrophe stands between double quotation marks."""
    assert evaluate(
        """ward == "St John's" """,
        """
        ward:text
        "St John's"
        Johns
        """,
    ) == [True, False]
