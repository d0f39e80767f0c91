"""A CSS selector in, its steps out: type, #id, .class, [attribute], descendant and child, and `@attribute` for a value.

`div.detail > p`, `h1[itemprop="headline"]`, `[class*=baca]`, `meta[name=pubdate]@content`. A selector with other parts
of CSS is refused, so that a rule that cannot work says so when it is loaded.
"""

import re
from dataclasses import dataclass

NAME = r"-?[A-Za-z_][\w-]*"
PART = re.compile(
    rf"(?P<tag>{NAME}|\*)|\#(?P<id>[\w-]+)|\.(?P<class>[\w-]+)"
    r"|\[\s*(?P<key>[\w:.-]+)\s*(?:(?P<op>[~^$*|]?=)\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|(?P<bare>[^\s\]\"']+))\s*)?\]"
)
COMBINATOR = re.compile(r"\s*>\s*|\s+")
VALUE = re.compile(r"@([\w:-]+)$")


@dataclass(frozen=True, slots=True)
class AttributeTest:
    """Hold one test of an attribute: `operator` is "" (it is there), or one of = ~= ^= $= *= |=."""

    name: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Compound:
    """Hold what one element must be; "" and () ask for nothing."""

    tag: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[AttributeTest, ...] = ()


@dataclass(frozen=True, slots=True)
class Selector:
    """Hold a selector: compounds from left to right, and between each two whether the right is a child of the left.

    `value` is the attribute to take, "" for the text of the element.
    """

    text: str
    compounds: tuple[Compound, ...]
    child: tuple[bool, ...]
    value: str = ""


def parse_selector(text: str) -> Selector:
    """Parse a selector. Raises `ValueError` that says which part is not understood."""
    written = text.strip()
    value = VALUE.search(written)
    rest = written[: value.start()] if value else written
    compounds: list[Compound] = []
    child: list[bool] = []
    place = 0
    while place < len(rest):
        compound, place = _compound(rest, place)
        compounds.append(compound)
        if place == len(rest):
            break
        between = COMBINATOR.match(rest, place)
        if between is None or between.end() == len(rest):
            raise ValueError(f"{rest[place:]!r} of the selector {text!r} is not understood")
        child.append(">" in between[0])
        place = between.end()
    if not compounds:
        raise ValueError("a selector is empty; write one such as div.detail")
    return Selector(text, tuple(compounds), tuple(child), value[1].lower() if value else "")


def _compound(text: str, place: int) -> tuple[Compound, int]:
    tag, id_, classes, attributes = "", "", [], []
    start = place
    while (match := PART.match(text, place)) and not (match["tag"] and place > start):
        place = match.end()
        if match["tag"]:
            tag = match["tag"].lower().replace("*", "")
        elif match["id"]:
            id_ = match["id"]
        elif match["class"]:
            classes.append(match["class"])
        else:
            value = match["double"] or match["single"] or match["bare"] or ""
            attributes.append(AttributeTest(match["key"].lower(), match["op"] or "", value))
    if place == start:
        known = "use tag, #id, .class, [attribute=value], spaces and >"
        raise ValueError(f"{text[place:]!r} of the selector {text!r} is not understood; {known}")
    return Compound(tag, id_, tuple(classes), tuple(attributes)), place
