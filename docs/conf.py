"""The site, of pages that GitHub shows as well: `make site` builds it with Sphinx."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Any

from sphinx.application import Sphinx

project = "Hidden checks for nbgrader"
version = release = version_of("nbgrader-hidden-checks")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]

# The pages lie all over the repository, where GitHub's readers look for them.
root_doc = "README"
include_patterns = ["*.md", "docs/*.md", "benchmarks/README.md", "release/*/README.md"]
exclude_patterns = [".*"]

# The navigation, by reader. Sphinx refuses a page that is in none of these lists.
CONTENTS = {
    "For students": [
        "docs/students",
        "release/numerical_stability/README",
        "release/initialization/README",
    ],
    "Grading a class": ["docs/grading", "docs/troubleshooting", "docs/lms", "docs/checks"],
    "Writing an assignment": ["docs/new_assignment", "docs/hidden_checks", "docs/api"],
    "Running it": ["docs/machines", "docs/accelerators", "docs/platforms", "SECURITY"],
    "How good it is": ["docs/proofs", "benchmarks/README"],
    "Changing it": ["docs/architecture", "CONTRIBUTING", "docs/glossary", "docs/changelog"],
    "中文": [
        "README.zh",
        "docs/students.zh",
        "release/numerical_stability_zh/README",
        "release/initialization_zh/README",
    ],
}

myst_heading_anchors = 3  # so that a link to a heading is as on GitHub

default_role = "code"  # of `words` in docstrings
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
napoleon_use_ivar = True
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"{project} {version}"
html_copy_source = False
html_show_copyright = False


def add_contents(_: Sphinx, page: str, source: list[str]) -> None:
    """Add the navigation to the first page, where GitHub would show it as code."""
    if page == root_doc:
        for caption, pages in CONTENTS.items():
            names = "\n".join(f"/{name}" for name in pages)
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{names}\n```\n"


def name_language(_: Sphinx, page: str, __: str, context: dict[str, Any], *___: Any) -> None:
    """Say that a page is in Chinese, for fonts and screen readers."""
    if page in CONTENTS["中文"]:
        context["language"] = "zh-CN"


def setup(app: Sphinx) -> None:
    """Have Sphinx call what is defined here."""
    app.connect("source-read", add_contents)
    app.connect("html-page-context", name_language)
