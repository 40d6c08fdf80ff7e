"""The documents lead where they say, and what they list is what there is."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import architecture
import pytest
from pages import PAGES, rows
from support import ROOT

import grading
from grading.grade.hidden_checks import HiddenChecks

LINK = re.compile(r"\]\((?!https?://)([^)#]*)(?:#([^)]*))?\)")
LANGUAGE = ROOT / "grading" / "feedback" / "languages" / "zh-CN.toml"


def anchors(path: Path) -> set[str]:
    """Return what GitHub calls the headings of a page."""
    heads = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES)
def test_each_link_leads_somewhere(page):
    for name, anchor in LINK.findall(PAGES[page]):
        target = (ROOT / page).parent / name if name else ROOT / page
        assert target.exists(), f"{page} links to {name}, which is not there"
        assert not anchor or anchor in anchors(target), f"{target.name} has no heading #{anchor}"


def test_the_map_is_of_today():
    stale = "docs/architecture.md is of other modules: run `python tests/architecture.py`"
    assert architecture.page() == architecture.PAGE.read_text("utf-8"), stale


def test_the_readme_is_read_in_one_go():
    assert len(PAGES["README.md"].splitlines()) <= 130


def imports_of_checks() -> set[tuple[str, str]]:
    """What hidden checks import from the engine: modules, and names in them."""
    trees = (ast.parse(path.read_text()) for path in (ROOT / "tests" / "hidden").rglob("*.py"))
    return {
        (node.module, alias.name)
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grading")
        for alias in node.names
    }


def test_the_api_names_all_that_is_public():
    public = imports_of_checks() | {("grading", name) for name in grading.__all__}
    for module, name in public:
        is_named = re.search(rf"{re.escape(module)}\b[^#]*\b{name}\b", PAGES["docs/api.md"])
        assert is_named, f"docs/api.md lacks {module}.{name}, which is public"


def test_the_api_has_each_setting_and_its_default():
    table = [row for row in rows("docs/api.md", "Settings") if row[0][0] == "`"]
    page = {name.strip("`"): ast.literal_eval(default.strip("`")) for name, default, _ in table}
    traits = HiddenChecks.class_own_traits(config=True).items()
    assert page == {name: trait.default_value for name, trait in traits}


def what_the_engine_says() -> str:
    """All texts in the code and in the translation, without backticks."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "grading").rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    translated = tomllib.loads(LANGUAGE.read_text("utf-8"))
    texts = [*(str(node.value) for node in nodes), *translated, *map(str, translated.values())]
    return "\n".join(texts).replace("`", "")


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("docs/students.md", "What a hint may say"),
        ("docs/students.zh.md", "常见的提示"),
        ("docs/troubleshooting.md", "`grade` stops"),
        ("docs/troubleshooting.md", "A student has no grade"),
        ("docs/troubleshooting.md", "A note beside a grade"),
        ("docs/troubleshooting.md", "What this machine cannot do"),
    ],
)
def test_messages_that_a_page_explains_are_what_is_said(page, heading):
    engine = what_the_engine_says()
    messages = [first.strip("`") for first, _ in rows(page, heading) if first[0] == "`"]
    assert len(messages) > 2
    for part in (part.strip(" .。") for message in messages for part in message.split("…")):
        assert part in engine, f"{page} explains `{part}`, which nothing says"


@pytest.mark.slow
def test_the_site_is_built_and_its_links_lead_somewhere(tmp_path):
    command = ["make", "site", f"SITE={tmp_path / 'site'}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "site" / "index.html").is_file()
