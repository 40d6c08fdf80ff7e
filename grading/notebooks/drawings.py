"""Cleans SVG drawings, so that a page can show them safely and quickly.

A few hundred letters of SVG can take hours to draw, because each reference draws its target again.
So an element that can be a target may hold no reference; and filters, masks, animations, scripts
and links are removed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape, quoteattr

SVG = "http://www.w3.org/2000/svg"
# Their content is drawn where something refers to it; only elements in them keep their ids.
TARGETS = {"defs", "symbol", "clipPath", "linearGradient", "radialGradient", "pattern"}
ELEMENTS = TARGETS | {
    *("svg", "g", "a", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("text", "tspan", "image", "stop", "style", "title", "desc"),
}
GEOMETRY = {
    *("x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "fx", "fy", "d"),
    *("points", "width", "height", "transform", "viewBox", "preserveAspectRatio", "offset"),
    *("gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "patternUnits"),
    *("patternContentUnits", "patternTransform", "rotate", "class"),
}
PROPERTIES = {
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "opacity"),
    *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "color"),
    *("stroke-dashoffset", "stop-color", "stop-opacity", "clip-path", "clip-rule", "font"),
    *("font-family", "font-size", "font-style", "font-weight", "font-stretch", "font-variant"),
    *("text-anchor", "text-decoration", "letter-spacing", "word-spacing", "dominant-baseline"),
    *("alignment-baseline", "baseline-shift", "visibility", "display", "overflow", "white-space"),
    *("vector-effect", "shape-rendering", "text-rendering", "image-rendering", "paint-order"),
}
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[\w+/=\s]*")
REFERENCE = re.compile(r"""\s*url\(\s*['"]?#([^'"()\s\\]+)['"]?\s*\)\s*(?:none\s*)?""")
PLAIN = re.compile(r"(?:(?:rgb|hsl)a?\([\d\s.,%/]*\)|[^\\()])*")  # no other function
# Style rules with plain selectors and no functions.
RULES = re.compile(r"(?:\s*[\w.#*-]+(?:\s*,\s*[\w.#*-]+)*\s*\{[^{}()@\\]*\})*\s*")
LONGEST_STYLE = 2000  # letters
DEEPEST = 64  # levels of nested elements
ELEMENT = 50  # letters that take about as long to draw as an element
MOST_DRAWN = 8_000_000  # letters of all drawings of a notebook, each as often as it is drawn


class Drawings:
    """Cleans the drawings of one notebook, within a limit on their size in sum."""

    def __init__(self) -> None:
        self._left = MOST_DRAWN

    def clean(self, drawing: str) -> str:
        """Return a drawing without scripts, links and filters; empty if it cannot be shown."""
        cleaner = _Cleaner(self._left)
        parser = ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = cleaner.start
        parser.EndElementHandler = cleaner.end
        parser.CharacterDataHandler = cleaner.text
        parser.EntityDeclHandler = cleaner.refuse
        try:
            parser.Parse(drawing.encode(errors="replace"), True)
            self._left -= cleaner.drawn()
        except (ExpatError, ValueError):
            return ""
        return "".join(cleaner.written)


class _Cleaner:
    """Parser callbacks that copy the harmless elements and attributes of a drawing."""

    def __init__(self, most: int) -> None:
        self.written: list[str] = []
        self._most, self._size = most, 0
        self._tags: list[str] = []  # of the open elements
        self._ids: list[str] = []  # of the open elements; empty for those without an id
        self._skipped = 0  # open elements that are left out
        self._targets = 0  # open elements that can be targets of references
        self._style = ""
        self._sizes: Counter[str] = Counter()  # by id
        self._references: Counter[str] = Counter()

    def refuse(self, *_: object) -> None:
        """Raise a ValueError for an entity declaration, which no plotting library writes."""
        raise ValueError("entities")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Write the start tag of an element."""
        space, _, tag = name.rpartition(" ")
        is_known = space in ("", SVG) and tag in ELEMENTS
        if self._skipped or not is_known or (tag == "use" and self._targets):
            self._skipped += 1
            return
        if len(self._ids) == DEEPEST or not (self._ids or tag == "svg"):
            raise ValueError("nested too deeply, or no drawing")
        self._targets += tag in TARGETS
        kept = dict(
            pair for attribute in attributes.items() for pair in self._kept_of(tag, *attribute)
        )
        if not self._ids:
            kept["xmlns"] = SVG
        self._ids.append(kept.get("id", ""))
        self._tags.append(tag)
        self._style = ""
        pairs = (f" {name}={quoteattr(value)}" for name, value in kept.items())
        self.written.append(f"<{tag}{''.join(pairs)}>")
        self._count(ELEMENT + sum(len(value) for name, value in kept.items() if name != "href"))

    def end(self, name: str) -> None:
        """Write the end tag of an element."""
        if self._skipped:
            self._skipped -= 1
            return
        tag = name.rpartition(" ")[2]
        if tag == "style" and len(self._style) <= LONGEST_STYLE and RULES.fullmatch(self._style):
            self.written.append(escape(self._style))
        self._targets -= tag in TARGETS
        self._ids.pop()
        self._tags.pop()
        self.written.append(f"</{tag}>")

    def text(self, text: str) -> None:
        """Write text, or collect the text of a style sheet until the end tag."""
        if self._skipped:
            return
        self._count(len(text))
        if self._tags[-1] == "style":
            self._style += text
        else:
            self.written.append(escape(text))

    def drawn(self) -> int:
        """Return the number of letters, each as often as it is drawn.

        Raises:
            ValueError: the number is above the limit.
        """
        repeated = sum(times * self._sizes[name] for name, times in self._references.items())
        if self._size + repeated > self._most:
            raise ValueError("too much to draw")
        return self._size + repeated

    def _count(self, letters: int) -> None:
        self._size += letters
        for name in filter(None, self._ids):
            self._sizes[name] += letters
        if self._size > self._most:
            raise ValueError("too much to draw")

    def _kept_of(self, tag: str, name: str, value: str) -> Iterator[tuple[str, str]]:
        """Yield the attributes that are kept of one attribute; a style becomes several."""
        name = name.rpartition(" ")[2]
        if name == "style":
            pairs = (declaration.partition(":") for declaration in value.split(";"))
            yield from (pair for key, _, text in pairs for pair in self._property(key, text))
        elif name == "href" and tag == "use" and value[:1] == "#":
            self._refer(value[1:])
            yield name, value
        elif (
            name in GEOMETRY
            or (name == "href" and tag == "image" and PICTURE.fullmatch(value))
            or (name == "id" and self._targets)
        ):
            yield name, value
        else:
            yield from self._property(name, value)

    def _refer(self, name: str) -> None:
        self._references[unquote(name).strip()] += 1

    def _property(self, name: str, value: str) -> Iterator[tuple[str, str]]:
        """Yield a style property as an attribute, if it is harmless."""
        name = name.strip()
        reference = REFERENCE.fullmatch(value)
        if name not in PROPERTIES or not (reference or PLAIN.fullmatch(value)):
            return
        if reference and self._targets:
            return
        if reference:
            self._refer(reference[1])
        yield name, value.strip()
