"""The pages of the site, and the commands that they show."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from support import ROOT

PATTERNS = ("*.md", "docs/*.md", "benchmarks/*.md", "release/*/*.md")
PAGES = {
    str(path.relative_to(ROOT)): path.read_text("utf-8")
    for pattern in PATTERNS
    for path in sorted(ROOT.glob(pattern))
}


def scripts(page: str) -> Iterator[list[str]]:
    """Yield the commands of each block of a page; blocks that hold none name their language."""
    for token in MarkdownIt().parse(PAGES[page]):
        if token.type == "fence" and token.info in ("", "sh"):
            lines = [re.sub(r"(^|\s+)#\s.*", "", line) for line in token.content.splitlines()]
            yield [line for line in lines if line]


def rows(page: str, heading: str) -> Iterator[list[str]]:
    """Yield the cells of the tables below a heading."""
    text = re.split(r"^#+ ", PAGES[page].split(f"# {heading}\n")[1], flags=re.MULTILINE)[0]
    for line in re.findall(r"^\| (.*) \|$", text, re.MULTILINE):
        yield line.split(" | ")
