"""Loaders in LangChain's sense: a file becomes Documents, each knowing its place.

    for document in loader_of(Kind.PDF, path).lazy_load():
        document.page_content, document.metadata["place"], document.metadata["heading"]

``metadata["finding"]`` is there where the text is not for readers (hidden, a comment, metadata): it
is shown before publishing and never published. The loaders of LangChain's community package are no
longer kept up, and none of them tells hidden text from the rest; its interface is what these fill.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from assistant.content import parse_yaml
from assistant.domain.organisation import FindingKind
from assistant.errors import BrassTacksError, UnusableInput
from assistant.retrieval.organisation.inspection import invisible
from assistant.retrieval.organisation.intake import Kind
from assistant.retrieval.organisation.tables import decoded

MAX_PAGES = 500
SOURCE = "in the source"
_OUTSIDE = ("http", "https", "ftp", "javascript", "data")
TINY = 3.0  # points; nobody reads smaller type
_HEADINGS = [("#", "1"), ("##", "2"), ("###", "3"), ("####", "4")]
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_MD_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_MD_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|font-size\s*:\s*[0-3](?:\.\d+)?\s*(?:px|pt)|font-size\s*:\s*0"
    r"|(?<!-)color\s*:\s*(?:white|#fff(?:fff)?\b|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(0",
    re.IGNORECASE,
)


def made(text: str, place: str, heading: str = "", finding: FindingKind | None = None) -> Document:
    """A Document with its place."""
    metadata = {"place": place, "heading": heading}
    if finding is not None:
        metadata["finding"] = finding.value
    return Document(page_content=text, metadata=metadata)


def loader_of(kind: Kind, path: Path) -> BaseLoader:
    """The loader for a kind of text document."""
    from assistant.retrieval.organisation.pdf import PdfLoader
    from assistant.retrieval.organisation.word import WordLoader

    loaders = {Kind.MARKDOWN: MarkdownLoader, Kind.HTML: HtmlLoader}
    if kind is Kind.PDF:
        return PdfLoader(path)
    if kind is Kind.DOCX:
        return WordLoader(path)
    return loaders[kind](path)


class MarkdownLoader(BaseLoader):
    """Markdown or plain text, a Document a section."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lazy_load(self) -> Iterator[Document]:
        """The sections; comments and front matter as findings."""
        from langchain_text_splitters import MarkdownHeaderTextSplitter

        text = decoded(self.path.read_bytes()).replace("\r\n", "\n")
        if front := _FRONT.match(text):
            yield made(
                _front_matter(front.group(1), self.path), "front matter", "", FindingKind.METADATA
            )
            text = text[front.end() :]
        # The splitter drops what cannot be printed, so that is looked for before it.
        for number, line in enumerate(text.split("\n"), 1):
            if any(invisible(line, "")):
                yield made(line, f"line {number}", "", FindingKind.INVISIBLE)
        for comment in _COMMENT.findall(text):
            yield made(comment, SOURCE, "", FindingKind.COMMENT)
        text = _COMMENT.sub("", text)
        for _, address in _MD_IMAGE.findall(text):
            yield made(address, SOURCE, "", FindingKind.IMAGE)
        text = _MD_IMAGE.sub(r"\1", text)
        for _, address in _MD_LINK.findall(text):
            yield made(address, SOURCE, "", FindingKind.LINK)
        text = _MD_LINK.sub(r"\1", text)
        splitter = MarkdownHeaderTextSplitter(_HEADINGS, strip_headers=True)
        for section in splitter.split_text(text):
            levels = sorted(key for key in section.metadata if str(key).isdigit())
            heading = " › ".join(_plain_md(section.metadata[key]) for key in levels)
            yield made(_plain_md(section.page_content), heading or "the beginning", heading)


def _front_matter(text: str, path: Path) -> str:
    """The front matter on one line; aliases and endless nesting are refused."""
    try:
        value = parse_yaml(text, path)
    except BrassTacksError as error:
        raise UnusableInput(f"The front matter cannot be read: {error.remedy}", "") from error
    return (
        "; ".join(f"{key}: {item}" for key, item in value.items())
        if isinstance(value, dict)
        else ""
    )


def _plain_md(text: str) -> str:
    text = re.sub(r"(\*\*|__|`|~~)", "", text)
    return re.sub(r"(?m)^\s*(?:[-*+]|>|\d+[.)])\s+", "", text).strip()


class HtmlLoader(BaseLoader):
    """A web page as it was saved; nothing it points to is fetched."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lazy_load(self) -> Iterator[Document]:
        """Its sections by heading; what a browser would not show as findings."""
        from bs4 import BeautifulSoup

        soup = BeautifulSoup(decoded(self.path.read_bytes()), "html.parser")
        yield from _unseen(soup)
        body = soup.body or soup
        heading = ""
        lines: list[str] = []
        for block in _blocks(body):
            if re.fullmatch(r"h[1-6]", block.name):
                if lines:
                    yield made("\n".join(lines), heading or "the beginning", heading)
                heading, lines = _own_text(block), []
            elif text := _own_text(block):
                lines.append(text)
        if lines:
            yield made("\n".join(lines), heading or "the beginning", heading)


_BLOCKS = "h1 h2 h3 h4 h5 h6 p li td th dt dd blockquote pre figcaption caption div section".split()


def _blocks(body: Any) -> Iterator[Any]:
    """Elements with text of their own that hold no further block."""
    found = False
    for block in body.find_all(_BLOCKS):
        if block.find(_BLOCKS) is None:
            found = True
            yield block
        else:
            loose = " ".join(
                str(part).strip() for part in block.find_all(string=True, recursive=False)
            )
            if loose.strip():
                found = True
                twin = block.__copy__()
                for inner in twin.find_all(_BLOCKS):
                    inner.extract()
                yield twin
    if not found:
        yield body


def _own_text(block: Any) -> str:
    return " ".join(block.get_text(" ", strip=True).split())


def _unseen(soup: Any) -> Iterator[Document]:
    """Take out of the page what is not shown, and tell it."""
    yield from _notes(soup)
    for element in soup.find_all(["script", "style", "iframe", "object", "embed", "form", "svg"]):
        if element.name != "style":
            yield made(f"<{element.name}>", SOURCE, "", FindingKind.ACTIVE)
        element.extract()
    for element in soup.find_all(True):
        if element.parent is None:
            continue
        if any(str(name).casefold().startswith("on") for name in element.attrs):
            yield made(f"<{element.name}> with a script", SOURCE, "", FindingKind.ACTIVE)
        unseen = element.has_attr("hidden") or element.get("aria-hidden") == "true"
        if unseen or _UNSEEN_STYLE.search(str(element.get("style") or "")):
            yield made(element.get_text(" "), SOURCE, "", FindingKind.HIDDEN)
            element.extract()
    yield from _pointers(soup)


def _notes(soup: Any) -> Iterator[Document]:
    from bs4 import Comment

    for comment in soup.find_all(string=lambda part: isinstance(part, Comment)):
        yield made(str(comment), SOURCE, "", FindingKind.COMMENT)
        comment.extract()
    for meta in soup.find_all("meta"):
        name = str(meta.get("name") or meta.get("property") or "meta")
        if meta.get("content") and name.casefold() not in ("viewport", "generator"):
            yield made(str(meta["content"]), f"meta {name}", "", FindingKind.METADATA)


def _pointers(soup: Any) -> Iterator[Document]:
    for image in soup.find_all("img"):
        yield made(str(image.get("src") or ""), SOURCE, "", FindingKind.IMAGE)
        if image.get("alt"):
            yield made(str(image["alt"]), "alternative text", "", FindingKind.METADATA)
    for link in soup.find_all(["a", "link", "base"]):
        if str(link.get("href") or "").partition(":")[0].casefold() in _OUTSIDE:
            yield made(str(link["href"]), SOURCE, "", FindingKind.LINK)
