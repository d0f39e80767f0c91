"""Pages after real Indonesian layouts (`tests/html/`): text and metadata are those that were written into them."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from pipeline.read import format_of, read
from pipeline.records import Release
from pipeline.rulebook import Rulebook
from pipeline.rulebook import load as load_rules
from pipeline.rulebook.load import default_directory
from pipeline.run import run
from pipeline.verify import verify

FOLDER = Path(__file__).parent / "html"
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
BARS = {"title": 23, "date": 23, "first words": 23, "last words": 23, "clean": 23}

# To be taken out when the reader of pages is merged: until then these tests have nothing to run.
pytestmark = pytest.mark.skipif(format_of("page.html") is None, reason="no reader of HTML in this tree yet")


def golden(name: str) -> dict[str, Any]:
    """Return what was written into a page."""
    truth: dict[str, Any] = json.loads((FOLDER / f"{name}.golden.json").read_text(encoding="utf-8"))
    return truth


def page(name: str, rulebook: Rulebook) -> Release:
    """Read a page."""
    return read(FOLDER / f"{name}.html", f"{name}.html", rulebook)


@pytest.fixture(scope="module")
def only_generic(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """Load the rules without any publisher, as if every page came from an unknown host."""
    rules = tmp_path_factory.mktemp("generic") / "rules"
    shutil.copytree(default_directory(), rules)
    for path in (rules / "sources").glob("*.yaml"):
        if path.stem != "generic":
            path.unlink()
    return load_rules(rules)


def test_there_are_pages_to_read() -> None:
    assert len(NAMES) >= 24


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_a_page_is_the_one_that_was_written_into_it(name: str, rulebook: Rulebook) -> None:
    assert page(name, rulebook).text.strip() == golden(name)["text"]


@pytest.mark.parametrize("name", NAMES)
def test_the_metadata_of_a_page_are_those_that_were_written_into_it(name: str, rulebook: Rulebook) -> None:
    release, truth = page(name, rulebook), golden(name)
    assert (release.title, release.published) == (truth["title"], truth["published"])
    assert (release.publisher, release.url) == (truth["publisher"], truth["url"])


@pytest.mark.parametrize("name", NAMES)
def test_nothing_around_the_article_is_in_its_text(name: str, rulebook: Rulebook) -> None:
    text = page(name, rulebook).text
    assert [words for words in golden(name)["absent"] if words in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_page_is_proved_in_its_bytes(name: str, rulebook: Rulebook) -> None:
    release = page(name, rulebook)
    assert release.original == (FOLDER / f"{name}.html").read_bytes().decode(golden(name)["encoding"])
    format_ = format_of(f"{name}.html")
    assert format_ is not None
    numbers = list(NUMBER.finditer(release.text))
    assert numbers
    for number in numbers:
        place = release.source_range(*number.span())
        assert place is not None
        assert format_.plain(release.original[slice(*place)]) == number[0]


def test_pages_of_unknown_publishers_are_read_by_what_holds_for_all(only_generic: Rulebook) -> None:
    counts = dict.fromkeys(BARS, 0)
    for name in NAMES:
        for what in _right(page(name, only_generic), golden(name)):
            counts[what] += 1
    assert all(counts[what] >= bar for what, bar in BARS.items()), counts


def test_rows_of_pages_agree_with_their_sources(nlp: Language, rulebook: Rulebook, tmp_path: Path) -> None:
    pages, out = tmp_path / "pages", tmp_path / "out"
    pages.mkdir()
    for name in NAMES:
        shutil.copy(FOLDER / f"{name}.html", pages)
    assert not run([pages], out, ["csv"], nlp, lambda _done, _total: None).failures
    rows, faults = verify(out, [pages], rulebook)
    assert rows > 100
    assert faults == {}


def _right(release: Release, truth: dict[str, Any]) -> Iterator[str]:
    """Yield what of a page is right, as the bars name it."""
    body = release.text[release.title_end :].strip()
    wanted = truth["text"][len(truth["title"]) :].strip()
    checks = {
        "title": release.title == truth["title"],
        "date": release.published == truth["published"],
        "first words": body[:40] == wanted[:40],
        "last words": body[-40:] == wanted[-40:],
        "clean": not any(words in release.text for words in truth["absent"]),
    }
    yield from (what for what, is_right in checks.items() if is_right)
