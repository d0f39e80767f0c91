"""The characters between two blanks, cut into numbers, dates, codes and words whatever the tokenizer made of them."""

import pytest

from pipeline.lex.chunk import split_chunk

JOINS = frozenset({"rp", "usd", "juta", "jt", "ribu", "kg", "km", "mw", "ton", "an", "m2", "x", "persen"})


def cut(chunk: str) -> list[tuple[str, str]]:
    """Return each atom of a chunk with its class."""
    return [(chunk[s:e], kind) for s, e, kind in split_chunk(chunk, 0, len(chunk), lambda w: w.lower() in JOINS)]


@pytest.mark.parametrize(
    "code",
    [
        "B30", "Covid-19", "COVID-19", "G20", "G-20", "123rf", "9001:2015a", "A320neo", "CN-235", "5G", "4G", "PT1",
        "3D", "F-16", "KF-21", "Mi-8", "T-72", "H1N1", "K3L2", "abc123def",
    ],
)  # fmt: skip
def test_letters_that_touch_digits_make_a_code(code: str) -> None:
    assert cut(code) == [(code, "code")]


@pytest.mark.parametrize(
    "address",
    [
        "https://kemenperin.go.id/artikel/24519",
        "www.kemenperin.go.id/2024",
        "humas2@kemenperin.go.id",
        "kompas.com/2024/05",
    ],
)
def test_addresses_are_one_code(address: str) -> None:
    assert cut(address) == [(address, "code")]


@pytest.mark.parametrize("date", ["4/1/2024", "04-01-2024", "4.1.2024", "2024-01-04", "31/12/24", "01/2024"])
def test_numeric_dates_are_one_date(date: str) -> None:
    assert cut(date) == [(date, "date")]


def test_day_and_month_in_brackets_are_a_date() -> None:
    assert cut("(4/1)") == [("(", "word"), ("4/1", "date"), (")", "word")]


def test_day_and_month_without_brackets_are_two_numbers() -> None:
    assert cut("4/1") == [("4", "number"), ("/", "word"), ("1", "number")]


@pytest.mark.parametrize(
    ("chunk", "parts"),
    [
        ("65,52%", ["65,52", "%"]),
        ("Rp7,9jt", ["Rp", "7,9", "jt"]),
        ("Rp1,5juta", ["Rp", "1,5", "juta"]),
        ("USD549", ["USD", "549"]),
        ("10ribu", ["10", "ribu"]),
        ("100km", ["100", "km"]),
        ("5-10", ["5", "-", "10"]),
        ("5–10%", ["5", "–", "10", "%"]),
        ("17.500-an", ["17.500", "-", "an"]),
        ("15.000/kg", ["15.000", "/", "kg"]),
        ("-16", ["-", "16"]),
        ("1:3", ["1", ":", "3"]),
        ("$1,250,000.00", ["$", "1,250,000.00"]),
    ],
)
def test_currency_scale_and_unit_may_touch_digits(chunk: str, parts: list[str]) -> None:
    assert [text for text, _ in cut(chunk)] == parts
    assert {kind for _, kind in cut(chunk)} == {"number", "word"}


@pytest.mark.parametrize("mark", [".", ",", "!", "?", ":", "”", '"', ")"])
def test_closing_marks_do_not_belong_to_the_number(mark: str) -> None:
    assert cut(f"4,19{mark}") == [("4,19", "number"), (mark, "word")]


def test_code_in_brackets_leaves_the_brackets_out() -> None:
    assert cut("(B30),") == [("(", "word"), ("B30", "code"), (")", "word"), (",", "word")]


def test_positions_are_those_of_the_text() -> None:
    text = "nilai Rp7,9jt naik"
    atoms = list(split_chunk(text, 6, 13, lambda w: w.lower() in JOINS))
    assert [text[s:e] for s, e, _ in atoms] == ["Rp", "7,9", "jt"]


@pytest.mark.parametrize("chunk", ["2020-2024", "1.250.000,50", "a1b2;(c3)…", "«5»-6'7’", "²½Ⅷ5", "٣5", "5\u0301%"])
def test_no_character_is_lost_or_taken_twice(chunk: str) -> None:
    assert "".join(text for text, _ in cut(chunk)) == chunk
