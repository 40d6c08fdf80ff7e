"""Cleans HTML; what could take too much, in a process of its own that Linux limits.

HTML can grow a thousandfold where it is read: each `<p>` opens again every `<b>` that was left
open. A parser that runs out of memory takes its process with it, and that must not be the grader's.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import repeat

import nh3

PICTURE = r"data:image/(?:png|jpeg|gif|svg\+xml);base64,"
OWN_PICTURE = re.compile(rf"{PICTURE}[\w+/=\s]*$")
PICTURE_DATA = re.compile(rf"({PICTURE})[\w+/=]*", re.ASCII)
STYLES = {
    *("color", "background-color", "font-weight", "font-style", "text-align", "vertical-align"),
    *("padding", "border", "white-space"),
}
# Letters that a piece may have, without its pictures and with them, and may grow to, where it is
# cleaned here, and not apart. The time for some grows with the square of their length: a tag with
# many attributes, a text of entities.
SHORT, WITH_PICTURES, SAFE = 1 << 15, 1 << 20, 1 << 24
MEMORY, SECONDS = 512 << 20, 5  # of the process: bytes, and processor time
GROWTH, SPARE = 4, 1 << 16  # a piece may become so many times as long, and so many letters longer


def clean_all(pages: Sequence[str]) -> list[str | None]:
    """Each piece of HTML with harmless tags, attributes and styles only.

    None stands for one that takes too much memory or time, or grows too long; and for large ones
    that come after one which took so much that the process had to be ended.
    """
    is_large = [_is_large(page) for page in pages]
    apart = _clean_apart([page for page, large in zip(pages, is_large, strict=True) if large])
    return [
        next(apart) if large else clean(page) for page, large in zip(pages, is_large, strict=True)
    ]


def _is_large(page: str) -> bool:
    if len(page) > WITH_PICTURES or len(PICTURE_DATA.sub(r"\1", page)) > SHORT:
        return True
    return len(page) * page.count("<") > SAFE  # a tag opens again no more than all that is above it


def _clean_apart(pages: Sequence[str]) -> Iterator[str | None]:
    """Clean these in a process of their own."""
    if pages:
        command = [sys.executable, "-P", "-m", "grading.notebooks.html"]
        done = subprocess.run(
            command, input=json.dumps(pages), capture_output=True, encoding="utf-8", check=False
        )
        lines = done.stdout.splitlines(keepends=True)
        yield from [json.loads(line) for line in lines if line.endswith("\n")]
    yield from repeat(None)


def clean(page: str) -> str:
    """HTML with harmless tags, attributes and styles only."""
    attributes = {tag: names | {"style"} for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    attributes |= {tag: {"style"} for tag in nh3.ALLOWED_TAGS - attributes.keys()}
    return nh3.clean(
        page,
        attributes=attributes,
        attribute_filter=_filter,
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "data"},
    )


def _filter(tag: str, attribute: str, value: str) -> str | None:
    """Keep pictures that bring their own data, and links to web pages."""
    if attribute == "src":
        return value if tag == "img" and OWN_PICTURE.match(value) else None
    if attribute in ("href", "cite"):
        return value if value.startswith(("http:", "https:", "mailto:", "#")) else None
    return value


def _main() -> None:
    """Answer each piece as soon as it is clean, so that none is lost with a later one."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    for page in json.load(sys.stdin):
        found = clean(page)
        fits = len(found) <= GROWTH * len(page) + SPARE
        print(json.dumps(found if fits else None), flush=True)


if __name__ == "__main__":
    _main()
