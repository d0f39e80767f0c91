"""A page in, what its JSON-LD says of the article out; broken JSON gives what can be read in it."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from pipeline.read.html_tree import Page

ARTICLE = re.compile(r"Article|Posting|Report$")
WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
TRAILING = re.compile(r",(\s*[}\]])")
FIELD = r'"{}"\s*:\s*"((?:[^"\\]|\\.)*)"'
TEXTS = ("headline", "datePublished", "articleBody", "url", "inLanguage")
DEEPEST = 20
WORDS = re.compile(r"\w+")
# A headline that shares less with the title of the page is that of another article.
OTHER = 0.4


@dataclass(frozen=True, slots=True)
class Linked:
    """Hold what JSON-LD says of the article; "" for what it does not say."""

    headline: str = ""
    published: str = ""
    body: str = ""
    url: str = ""
    author: str = ""
    publisher: str = ""


def linked_data(page: Page, titles: Sequence[str] = ()) -> Linked:
    """Return the article that the JSON-LD of a page describes: the one with a title of the page, else the first thing.

    What has the headline of another page is a related article and says nothing of this one.
    """
    found = [node for text in _scripts(page) for node in _nodes(text)]
    articles = [node for node in found if ARTICLE.search(_type(node))]
    dated = [node for node in found if node.get("datePublished") and "Video" not in _type(node)]
    known = {_text(node.get("@id")): node for node in found if len(node) > 2}
    about = [(node, _agrees(node, titles)) for node in (*articles, *dated)]
    if not about or max(agrees for _, agrees in about) < OTHER:
        return Linked()
    best = max((agrees for _, agrees in about), default=0.0)
    return _linked(next(node for node, agrees in about if agrees == best), known)


def _linked(node: dict[str, Any], known: dict[str, dict[str, Any]]) -> Linked:
    def named(key: str) -> str:
        value = node.get(key)
        only = value.get("@id") if isinstance(value, dict) and not value.get("name") else None
        name = _text(known.get(only, value) if isinstance(only, str) else value)
        return "" if name.startswith(("http:", "https:", "#")) else name

    return Linked(
        headline=_text(node.get("headline") or node.get("name")),
        published=_text(node.get("datePublished") or node.get("dateCreated")),
        body=_text(node.get("articleBody")),
        url=_text(node.get("url")) or _text(node.get("mainEntityOfPage")),
        author=named("author"),
        publisher=named("publisher"),
    )


def _type(node: dict[str, Any]) -> str:
    value = node.get("@type")
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _agrees(node: dict[str, Any], titles: Sequence[str]) -> float:
    """Return which part of the words of the headline the page's own title has; 1 where one of them is unknown."""
    words = set(WORDS.findall(_text(node.get("headline")).lower()))
    if not words or not any(titles):
        return 1.0 if not any(titles) else OTHER
    return max(len(words & set(WORDS.findall(title.lower()))) / len(words) for title in titles)


def _scripts(page: Page) -> Iterator[str]:
    for element in page.elements:
        if element.tag == "script" and "ld+json" in element.written.lower():
            yield page.raw[element.inner : element.end]


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    text = WRAPPED.sub("", text).strip()
    for attempt in (text, TRAILING.sub(r"\1", text)):
        try:
            yield from _flat(json.loads(attempt, strict=False), 0)
            return
        except (ValueError, RecursionError):
            continue
    yield from _broken(text)


def _flat(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _flat(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity"):
            yield from _flat(data.get(key), depth + 1)


def _broken(text: str) -> Iterator[dict[str, Any]]:
    """Yield the texts of an article that is no JSON; a quote inside one ends it."""
    type_ = re.search(FIELD.format("@type"), text)
    fields = {key: re.search(FIELD.format(key), text) for key in TEXTS}
    known = {key: match[1].replace("\\/", "/").replace('\\"', '"') for key, match in fields.items() if match}
    if known:
        yield {"@type": type_[1] if type_ else "", **known}


def _text(value: Any) -> str:
    """Return a value as text: of a list the first, of a thing its name or address."""
    for _ in range(DEEPEST):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@id") or value.get("url") or ""
        else:
            break
    if not isinstance(value, str):
        return ""
    return " ".join(unescape(value).encode("utf-8", "replace").decode().split())
