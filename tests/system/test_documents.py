"""The documents lead where they say, and the map of the engine is of today."""

import re
from pathlib import Path

import architecture
import pytest
from support import ROOT

DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")]
LINK = re.compile(r"\]\((?!https?://)([^)#]*)(?:#([^)]*))?\)")


def anchors(path: Path) -> set[str]:
    """Return what GitHub calls the headings of a page."""
    heads = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_link_leads_somewhere(page):
    for name, anchor in LINK.findall(page.read_text("utf-8")):
        target = page.parent / name if name else page
        assert target.exists(), f"{page.name} links to {name}, which is not there"
        assert not anchor or anchor in anchors(target), f"{target.name} has no heading #{anchor}"


def test_the_map_is_of_today():
    stale = "docs/architecture.md is of other modules: run `python tests/architecture.py`"
    assert architecture.page() == architecture.PAGE.read_text("utf-8"), stale


def test_the_readme_is_read_in_one_go():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 130
