"""Digits as printed, one by one."""

from decimal import Decimal

import pytest

from pipeline.lex.literal import read_literal


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0", "0"),
        ("7", "7"),
        ("65", "65"),
        ("2024", "2024"),
        ("1250000", "1250000"),
        ("12.500", "12500"),
        ("1.250.000", "1250000"),
        ("999.999.999.999", "999999999999"),
        ("1.250,5", "1250.5"),
        ("1.234.567,89", "1234567.89"),
        ("4,19", "4.19"),
        ("0,475", "0.475"),
        ("99,70", "99.70"),
        ("00,5", "0.5"),
    ],
)
def test_indonesian_notation_has_points_for_thousands_and_a_comma_for_decimals(printed: str, value: str) -> None:
    assert read_literal(printed) == Decimal(value)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("4.1", "4.1"),
        ("12.75", "12.75"),
        ("0.5", "0.5"),
        ("1.2345", "1.2345"),
        ("1,250,000", "1250000"),
        ("1,250,000.75", "1250000.75"),
        ("1,314.40", "1314.40"),
    ],
)
def test_english_notation_is_read_where_it_can_be_nothing_else(printed: str, value: str) -> None:
    assert read_literal(printed) == Decimal(value)


@pytest.mark.parametrize(("printed", "value"), [("3.000", "3000"), ("12,936", "12.936"), ("1,000", "1.000")])
def test_ambiguous_digits_follow_indonesian_notation(printed: str, value: str) -> None:
    assert read_literal(printed) == Decimal(value)


def test_group_of_thousands_that_begins_with_zero_has_decimals_instead() -> None:
    assert read_literal("0.125") == Decimal("0.125")


@pytest.mark.parametrize(
    "printed",
    [
        "", "007", "05", "1.2.3", "1.234.56", "1,2,3", "12,34,567", "1.250,000,5", "1,5.000,2", ".5", "5.", ",5",
        "5,", "1..2", "-5", "+5", "1e3", "5%", "²", "½", "Ⅷ", "x", "1 000", "1\n",
    ],
)  # fmt: skip
def test_what_is_no_number_is_not_read(printed: str) -> None:
    assert read_literal(printed) is None


def test_value_keeps_every_digit() -> None:
    assert str(read_literal("1.000.000.000.000.000.000.000.000.000.000,01")) == "1000000000000000000000000000000.01"
