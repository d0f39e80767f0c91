"""The blocks of a page in, those of its article out: by selectors, by the text its metadata gives, by their prose."""

import re
from collections.abc import Sequence

from pipeline.read.html_blocks import Block
from pipeline.read.html_phrases import Phrases
from pipeline.read.html_tree import Element, names

LEAVES = names("p h1 h2 h3 h4 h5 h6 li blockquote pre dd dt ul ol center tr dl header hr address figure")
PROSE = 40
LONG = 80
SENTENCE = re.compile(r"[.?!:;,…][\"”’')\]]*(?:\s|&|<|$)")
WORDS = re.compile(r"\w+")
# An element that holds this part of the prose of a page is the article, whatever its name says.
MOST = 0.5
SIBLING = 0.2
DENSE = 0.35
STEPS = 3
WHOLE = frozenset(("body", "html", "td", "article", "main"))


class Prose:
    """Weigh the blocks of a page; what is linked, short or unlikely weighs little."""

    def __init__(self, blocks: Sequence[Block], oracle: str) -> None:
        self.blocks = blocks
        self.told = " ".join(WORDS.findall(oracle.lower()))
        plain = [self._plain(block) for block in blocks]
        self.spared = self._spared(plain)
        self.weights = [
            weight * (0.05 if self.is_unlikely(block) else 1.0) for block, weight in zip(blocks, plain, strict=True)
        ]

    def is_unlikely(self, block: Block) -> bool:
        """Tell whether an element around the block has a name that says so, and is not most of the page."""
        return any(element.order not in self.spared for element in block.unlikely)

    def within(self, element: Element) -> float:
        """Return the weight of an element."""
        return sum(w for b, w in zip(self.blocks, self.weights, strict=True) if w and element.holds(b.element))

    def density(self, element: Element) -> float:
        """Return which part of the text of an element is links."""
        inside = [b for b in self.blocks if element.holds(b.element)]
        size = sum(b.size for b in inside)
        return sum(b.linked for b in inside) / size if size else 1.0

    def _plain(self, block: Block) -> float:
        free = block.size - block.linked
        if free < PROSE or block.linked > free:
            return 0.0
        text = block.text
        if not SENTENCE.search(text) and len(text) < LONG:
            return 0.0
        weight = 1 + text.count(",") / 2 + min(free, 500) / 100
        return weight * 3 if self.told and self.is_told(text) else weight

    def is_told(self, text: str) -> bool:
        """Tell whether the metadata give this paragraph as part of the article."""
        words = WORDS.findall(text.lower())
        return len(words) >= 5 and " ".join(words[:12]) in self.told

    def _spared(self, weights: list[float]) -> set[int]:
        held: dict[int, float] = {}
        for block, weight in zip(self.blocks, weights, strict=True):
            for element in block.unlikely:
                held[element.order] = held.get(element.order, 0.0) + weight
        total = sum(weights)
        return {order for order, weight in held.items() if weight > MOST * total}


def choose(prose: Prose, hints: Sequence[Element], phrases: Phrases, title: Block | None) -> list[Element]:
    """Return the elements that hold the article, in order; [] for a page without prose.

    What holds the title is an article as a whole: those beside it are others, loaded behind it.
    """
    scores, elements = _scores(prose)
    if not scores:
        return []

    def rank(order: int) -> tuple[float, int]:
        element = elements[order]
        named = 1.25 if _is_likely(element, phrases) else 1.0
        return -scores[order] * named * (1 - prose.density(element)), order

    best = sorted(scores, key=lambda order: (-scores[order], order))[:8]
    top = elements[min(best, key=rank)]
    weight = prose.within(top)
    for hint in hints:
        if prose.within(hint) >= MOST * weight:
            return [hint]
    return _with_siblings(prose, top, title)


def _scores(prose: Prose) -> tuple[dict[int, float], dict[int, Element]]:
    scores: dict[int, float] = {}
    elements: dict[int, Element] = {}
    for block, weight in zip(prose.blocks, prose.weights, strict=True):
        place: Element | None = container(block.element)
        for share in (1.0, 0.5, 0.25):
            if not weight or place is None:
                break
            elements[place.order] = place
            scores[place.order] = scores.get(place.order, 0.0) + weight * share
            place = place.parent
    return scores, elements


def container(element: Element) -> Element:
    """Return the element that a paragraph is a part of."""
    while element.tag in LEAVES and element.parent is not None:
        element = element.parent
    return element


def _is_likely(element: Element, phrases: Phrases) -> bool:
    names = f"{element.get('class')} {element.get('id')}".lower()
    return element.tag in ("article", "main") or bool(phrases.likely.search(names))


def _with_siblings(prose: Prose, top: Element, title: Block | None) -> list[Element]:
    """Return the element with those beside it that go on with the article: paragraphs, or boxes of the same class.

    The boxes may be some steps around it, as the updates of a live blog are.
    """
    weight = prose.within(top)
    found = [top]
    place: Element = top
    for _ in range(STEPS):
        around = place.parent
        if around is None or place.tag in WHOLE or (title is not None and place.holds(title.element)):
            break
        beside = [child for child in around.children if isinstance(child, Element)]
        more = [e for e in beside if e is place or _goes_on(prose, e, place, weight)]
        if len(more) > 1:
            alike = any(e is not place and e.tag == place.tag and e.tag not in LEAVES for e in more)
            found = [e for e in beside if e in more or (alike and e.tag in LEAVES)]
        place = around
    return found


def _goes_on(prose: Prose, element: Element, top: Element, weight: float) -> bool:
    alike = element.tag == top.tag and element.get("class") == top.get("class") and top.tag != "article"
    if not (alike or element.tag in ("p", "blockquote", "ol", "ul")):
        return False
    own = prose.within(element)
    return own > 0 and (own >= SIBLING * weight or element.tag == "p") and prose.density(element) < DENSE
