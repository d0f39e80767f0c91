"""A page and CSS selectors in, the elements that they find out, in the order of the page."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.read.html_tree import Element, Page
from pipeline.rulebook.selectors import AttributeTest, Compound, Selector

SPACE = re.compile(r"\s+")


def select(page: Page, selector: Selector) -> Iterator[Element]:
    """Yield the elements that a selector finds. One whose words the page does not hold costs no walk."""
    words = _words(selector)
    if any(word not in page.raw for word in words):
        return
    last = selector.compounds[-1]
    needed = _literals(last)
    for element in page.elements:
        if (
            last.tag in ("", element.tag)
            and all(word in element.written for word in needed)
            and _matches(element, last)
            and _fits(element, selector)
        ):
            yield element


def select_all(page: Page, selectors: tuple[Selector, ...]) -> list[Element]:
    """Return all that any of the selectors finds, each once, in the order of the page."""
    found = {element.order: element for selector in selectors for element in select(page, selector)}
    return [found[order] for order in sorted(found)]


def attribute_value(element: Element, selector: Selector) -> str:
    """Return the attribute that the selector asks for."""
    return element.get(selector.value).strip()


@lru_cache(maxsize=1024)
def _words(selector: Selector) -> tuple[str, ...]:
    return tuple(word for compound in selector.compounds for word in _literals(compound))


@lru_cache(maxsize=1024)
def _literals(compound: Compound) -> tuple[str, ...]:
    """Return the texts that the tag of such an element holds as they are."""
    values = (a.value for a in compound.attributes if a.operator and a.value.isalnum())
    return tuple(word for word in (compound.id, *compound.classes, *values) if word)


def _fits(element: Element, selector: Selector) -> bool:
    """Tell whether the elements around this one are those before the last compound, from right to left."""
    place: Element | None = element.parent
    for compound, child in zip(reversed(selector.compounds[:-1]), reversed(selector.child), strict=True):
        while place is not None and not _matches(place, compound):
            if child:
                return False
            place = place.parent
        if place is None:
            return False
        place = place.parent
    return True


def _matches(element: Element, compound: Compound) -> bool:
    if compound.tag and element.tag != compound.tag:
        return False
    if compound.id and element.get("id") != compound.id:
        return False
    if compound.classes and not set(compound.classes) <= set(SPACE.split(element.get("class"))):
        return False
    return all(_passes(element, test) for test in compound.attributes)


def _passes(element: Element, test: AttributeTest) -> bool:
    if test.name not in element.attributes:
        return False
    value, wanted = element.attributes[test.name], test.value
    match test.operator:
        case "":
            return True
        case "=":
            return value == wanted
        case "~=":
            return wanted in SPACE.split(value)
        case "^=":
            return bool(wanted) and value.startswith(wanted)
        case "$=":
            return bool(wanted) and value.endswith(wanted)
        case "*=":
            return bool(wanted) and wanted in value
        case _:
            return value == wanted or value.startswith(wanted + "-")
