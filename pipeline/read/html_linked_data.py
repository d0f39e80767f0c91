"""A page in, what its JSON-LD says of the article out; broken JSON gives what can be read in it."""

import json
import re
from collections.abc import Iterator
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


@dataclass(frozen=True, slots=True)
class Linked:
    """Hold what JSON-LD says of the article; "" for what it does not say."""

    headline: str = ""
    published: str = ""
    body: str = ""
    url: str = ""
    author: str = ""
    publisher: str = ""


def linked_data(page: Page) -> Linked:
    """Return the first article that the JSON-LD of a page describes, else the first thing with a date."""
    found = [node for text in _scripts(page) for node in _nodes(text)]
    articles = [node for node in found if ARTICLE.search(_text(node.get("@type")))]
    dated = [node for node in found if node.get("datePublished") and "Video" not in _text(node.get("@type"))]
    for node in (*articles, *dated):
        return Linked(
            headline=_text(node.get("headline") or node.get("name")),
            published=_text(node.get("datePublished") or node.get("dateCreated")),
            body=_text(node.get("articleBody")),
            url=_text(node.get("url")) or _text(node.get("mainEntityOfPage")),
            author=_text(node.get("author")),
            publisher=_text(node.get("publisher")),
        )
    return Linked()


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
