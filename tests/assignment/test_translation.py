"""The Chinese editions: the same code and checks, no stale page, no sentence left in English."""

import ast
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from nbformat import NotebookNode
from support import ASSIGNMENT, ROOT
from translation import (
    KEY,
    ORIGINALS,
    README,
    REQUIREMENTS,
    TRANSLATIONS,
    cells_of,
    notebooks_of,
    parsed,
    path_of,
    sentences_in,
    stale,
    texts,
    translation_of,
)

from grading.checks.chart import Chart, Series
from grading.checks.outcome import Check, Exercise
from grading.feedback.cell_report import report, translated
from grading.feedback.translation import Sentences
from grading.notebooks.repair import has_flag, is_autograded

HIDDEN = ROOT / "tests" / "hidden"
CHECKS = [path for name in ORIGINALS for path in sorted((HIDDEN / name).glob("*/*.py"))]
PICTURES = [path for path in CHECKS if path.stem == "pictures"]
KINDS = ("expected line", "expected area", "line", "drawn", "points")
IN_CODE = {"x", "sigmoid", "gradient"}  # the names that a task asks for, in any language
NOTEBOOKS = [(original, name) for original in ORIGINALS for name in notebooks_of(original)]
each_notebook = pytest.mark.parametrize(("original", "name"), NOTEBOOKS)
# A function of grading/ in which one of these is named speaks to students: what is of the type
# `Told` reaches them, and what a check says.
MARKS = {"Told", "CheckFailed", "CallRaised", "expect"}
HAN = "[\u4e00-\u9fff]"
LATIN = "[A-Za-z0-9$`]"
SLOPPY = re.compile(
    rf"{HAN}[,;:?!()]|[,;:?!]{HAN}"  # half-width punctuation
    rf"|{HAN}{LATIN}|{LATIN}{HAN}"  # no space
    rf"|{HAN}\n{HAN}"  # which a browser would show as a space
)
OTHER_WORDS = re.compile("开始方式|归一化|丢弃法")  # than 初始化方式, 规范化, 暂退法


def same_metadata(one: NotebookNode, other: NotebookNode) -> bool:
    """Whether two cells are alike beside their text, which nbgrader keeps a checksum of."""
    kept = []
    for cell in (one, other):
        metadata = deepcopy(cell.metadata)
        metadata.pop(KEY, None)
        metadata.get("nbgrader", {}).pop("checksum", None)
        kept.append(metadata)
    return kept[0] == kept[1]


def blanked(source: str) -> tuple[str, list[str]]:
    """A cell's code with its strings taken out, and the strings."""
    said = []

    class Blank(ast.NodeTransformer):
        def visit_Constant(self, node):
            if not isinstance(node.value, str):
                return node
            said.append(node.value)
            return ast.Constant("")

        def visit_JoinedStr(self, node):
            said.append(ast.unparse(node))
            filled = [part for part in node.values if isinstance(part, ast.FormattedValue)]
            specs = [part.format_spec and ast.unparse(part.format_spec) for part in filled]
            codes = [ast.unparse(self.visit(part.value)) for part in filled]
            # A translation may say it in another order.
            return ast.List([*map(ast.Constant, sorted(map(str, zip(codes, specs, strict=True))))])

    return ast.unparse(Blank().visit(parsed(source))), said


def assert_alike(english: str, chinese: str) -> None:
    """Two cells' code is the same but for comments and strings, and other strings are Chinese."""
    (code, said), (code_too, said_too) = blanked(english), blanked(chinese)
    assert code == code_too
    assert not [
        other
        for one, other in zip(said, said_too, strict=True)
        if one != other and not re.search(HAN, other)
    ]


def test_the_test_of_likeness_sees_what_is_code():
    check = 'assert x == 1, f"Expected 1 at {n:g}, yours is {x}."  # why'
    assert_alike(check, 'assert x == 1, f"应当是 1，你的却是 {x}，在 {n:g} 处。"')
    for other in ('assert x == 2, f"{n:g} {x} 错"', 'assert x == 1, f"{n:g} {y} 错"', check[:-20]):
        with pytest.raises((AssertionError, SyntaxError)):
            assert_alike(check, other)
    with pytest.raises(AssertionError):
        assert_alike('f(color="red")', 'f(color="blue")')


@each_notebook
def test_what_the_code_says_is_translated(original, name):
    cells = cells_of(translation_of(original), name)
    cells = [cell for cell in cells if cell.cell_type == "code"]
    untranslated = {
        f"{original}/{name}, {cell.id}: {text}"
        for cell in cells
        for text in sentences_in(cell)
        if not re.search(HAN, text)
    }
    assert not untranslated, f"translate in source/{translation_of(original)}/{name}"
    titles = [cell.source.split("\n")[0] for cell in cells if "@title" in cell.source]
    assert len(titles) >= 5
    assert all(re.search(HAN, title) for title in titles)


LABELS = {"label", "set_title", "set_xlabel", "set_ylabel", "title", "xlabel", "ylabel"}


def labels(tree: ast.Module) -> Iterator[ast.expr]:
    """What code writes into its pictures, but for legends, whose names the tasks ask for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            named = zip(node.keys, node.values, strict=True)
            yield from (value for key, value in named if ast.unparse(key).strip("'") in LABELS)
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1]
            yield from node.args[2:4] if name == "plot" else node.args[: name in LABELS]
            yield from (keyword.value for keyword in node.keywords if keyword.arg in LABELS)


def test_labels_are_seen_wherever_they_stand():
    code = 'd2l.plot(x, y, "a", f"b {n}", xlabel="c"); axes.set_title(f"d"); f(**{"ylabel": "e"})'
    found = [ast.unparse(label).strip("f'") for label in labels(parsed(code))]
    assert found == ["a", "b {n}", "c", "d", "e"]


@each_notebook
def test_pictures_are_labelled_in_chinese(original, name):
    cells = cells_of(translation_of(original), name)
    written = [
        ast.unparse(label)
        for cell in cells
        if cell.cell_type == "code"
        for label in labels(parsed(cell.source))
        if isinstance(label, ast.Constant | ast.JoinedStr)
    ]
    plain = [re.sub(r"\{.*?\}", "", text) for text in written]  # without what is filled in
    words = [text for text in plain if re.search("[A-Za-z]{3}", text) and not re.search(HAN, text)]
    assert [text for text in words if text.strip("'") not in IN_CODE] == []


@each_notebook
def test_the_code_is_the_same(original, name):
    editions = (original, translation_of(original))
    english, chinese = (cells_of(edition, name) for edition in editions)
    hint = "run: python tests/translation.py"
    assert [cell.id for cell in english] == [cell.id for cell in chinese], hint
    for one, other in zip(english, chinese, strict=True):
        assert one.cell_type == other.cell_type, hint
        if one.cell_type == "code":
            assert same_metadata(one, other), hint
            assert KEY in other.metadata or one.source == other.source, hint
            assert_alike(one.source, other.source)
    files = {path_of(edition, REQUIREMENTS).read_text() for edition in editions}
    assert len(files) == 1, hint


def test_no_translation_is_stale():
    old = " ".join(stale())
    assert not old, f"translate in source/, then run: python tests/translation.py {old}"


@each_notebook
def test_the_release_is_a_fresh_generation(original, name):
    # The English release is known to be one, and has the same stubs.
    translation = translation_of(original)
    hint = f"run: nbgrader generate_assignment {translation} --force"
    stubs = {cell.id: cell for cell in cells_of(original, name, "release")}
    cells, sources = cells_of(translation, name, "release"), cells_of(translation, name)
    assert [cell.id for cell in cells] == [cell.id for cell in sources], hint
    missing = [cell.id for cell in cells if cell.id not in stubs]
    assert not missing, f"run: nbgrader generate_assignment {original} --force"
    for cell, source in zip(cells, sources, strict=True):
        if cell.cell_type == "markdown":
            assert cell == source, hint
        else:
            is_stub = has_flag(cell, "solution")
            assert cell.source == (stubs[cell.id] if is_stub else source).source, hint
            assert same_metadata(cell, stubs[cell.id]), hint
    for other in (README, REQUIREMENTS):
        source, release = (path_of(translation, other, kind) for kind in ("source", "release"))
        assert source.read_text() == release.read_text(), hint


def test_the_hidden_checks_are_the_same_files():
    for path in CHECKS:
        original, *rest = path.relative_to(HIDDEN).parts
        assert HIDDEN.joinpath(translation_of(original), *rest).samefile(path)


def chinese() -> dict[str, str]:
    """Every page of the editions, by where it is."""
    pages = {
        f"{name}/{cell.id}": cell.source
        for original, name in NOTEBOOKS
        for cell in cells_of(translation_of(original), name)
        if KEY in cell.metadata
    }
    paths = [ROOT / "README.zh.md", *(path_of(name, README) for name in TRANSLATIONS)]
    return pages | {str(path.relative_to(ROOT)): path.read_text() for path in paths}


@pytest.mark.parametrize("where", chinese())
def test_it_is_typeset_as_chinese_is(where):
    prose = re.sub(r"^```.*?^```", "", chinese()[where], flags=re.DOTALL | re.MULTILINE)
    assert not [found[0] for found in SLOPPY.finditer(prose)]
    bold = [words for line in prose.splitlines() for words in line.split("**")[1::2]]
    # CommonMark would not see that it ends there.
    assert not [words for words in bold if words[-1] in "，。；：？！）"]


@each_notebook
def test_it_has_the_words_of_the_book(original, name):
    english = {cell.id: cell.source for cell in cells_of(original, name)}
    for cell in cells_of(translation_of(original), name):
        assert not OTHER_WORDS.search(cell.source), cell.id
        if cell.cell_type == "markdown":  # 单元格 is a cell, 单元 a unit.
            cells = re.findall(r"\bcells?\b", english[cell.id])
            assert cell.source.count("单元格") >= len(cells), cell.id
            is_unit = re.search("(?<!线性)单元(?!格)", cell.source)
            assert not is_unit or re.search(r"\b[Uu]nits?\b", english[cell.id]), cell.id


def test_so_have_the_sentences_of_the_feedback():
    catalogue = (ROOT / "grading/feedback/languages/zh-CN.toml").read_text()
    assert not re.search("单元(?!格)", catalogue)  # The grader speaks of cells only.
    for name in TRANSLATIONS:
        assert not OTHER_WORDS.search((HIDDEN / name / "sentences.toml").read_text())


def said_by_a_check(path: Path) -> set[str]:
    """What students may read of a file of checks: docstrings of checks, hints, captions."""
    tree = ast.parse(path.read_text())
    found = {
        " ".join((ast.get_docstring(node) or "").split())
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    hints = {text for text in texts(tree) if re.search(r"\w .*[.?]$", text)}
    return found if path.stem == "pictures" else found | hints  # whose hints nobody reads


PROSE = re.compile(r"(?!<|.*(?:\\|__|\(\)))(?=.*[a-z]{2}).* ")  # several words, and no code


def speaks(node: ast.AST) -> bool:
    """Whether a function, or a value at the top of a module, holds words for students."""
    return any(isinstance(part, ast.Name) and part.id in MARKS for part in ast.walk(node))


class OnlyTold(ast.NodeTransformer):
    """Takes out what is raised for others than students, and what is only compared."""

    def visit_Raise(self, node: ast.Raise) -> ast.AST | None:
        return node if speaks(node) else None

    def visit_Compare(self, _: ast.Compare) -> ast.AST:
        return ast.Constant(None)


def said_in(code: str) -> set[str]:
    """The sentences in the code of a module that students may read, and phrases of them."""
    kinds = (ast.FunctionDef, ast.Assign, ast.AnnAssign)
    parts = [node for node in ast.walk(ast.parse(code)) if isinstance(node, kinds) and speaks(node)]
    said = set().union(*(texts(OnlyTold().visit(part)) for part in parts))
    return {text for text in said if PROSE.match(text)}


SPEAKING = {
    str(path.relative_to(ROOT)): said
    for path in sorted((ROOT / "grading").rglob("*.py"))
    if (said := said_in(path.read_text()))
}


CATALOGUES = {name: Sentences.read(HIDDEN / translation_of(name)) for name in ORIGINALS}
CATALOGUE, CHINESE = CATALOGUES[ASSIGNMENT], translation_of(ASSIGNMENT)


def said_by_the_template() -> set[str]:
    """The sentences of the feedback page."""
    template = (ROOT / "grading/feedback/templates/feedback/index.html.j2").read_text()
    said = re.findall(r"{{ ((?:(?!{{).)*?) \| say", template)
    parts_of = [expression.strip("()").split(" ~ ") for expression in said]
    return {"".join(part[1:-1] if part[0] == '"' else "{}" for part in parts) for parts in parts_of}


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_sentence_of_the_checks_has_a_translation(path):
    original = path.relative_to(HIDDEN).parts[0]
    say = CATALOGUES[original]
    untranslated = [text for text in said_by_a_check(path) if not re.search(HAN, say(text))]
    assert not untranslated, f"add to tests/hidden/{translation_of(original)}/sentences.toml"


def labels_in(path: Path) -> set[str]:
    """The names of axes and series in a file of pictures."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(ast.Attribute(_, "expect" | "line" | "points"), [first, *_]):
                found |= texts(first)
            case ast.Assign([target], value) if "label" in ast.unparse(target):
                found |= texts(value)
    return found


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.parent.name)
def test_every_label_in_a_picture_has_a_translation(path):
    say = CATALOGUES[path.relative_to(HIDDEN).parts[0]]
    labels = labels_in(path)
    assert labels
    assert not [text for text in labels - IN_CODE if not re.search(HAN, say(text))]


def test_what_students_call_their_curves_is_left_as_it_is():
    chart = Chart(
        xlabel="layer (symlog scale)", series=[Series(kind, "layer", [], []) for kind in KINDS]
    )
    say = CATALOGUES["initialization"]
    found = translated(Exercise("test_f", 1, [], chart=chart), say).chart
    assert found
    assert found.xlabel == "层（symlog 刻度）"
    assert [one.label for one in found.series] == ["层", "层", "层", "layer", "层"]


@pytest.mark.parametrize("path", SPEAKING)
def test_every_sentence_of_the_grader_has_a_translation(path):
    untranslated = [text for text in SPEAKING[path] if not re.search(HAN, CATALOGUE(text))]
    assert not untranslated, "add to grading/feedback/languages/zh-CN.toml"


def test_a_sentence_is_seen_wherever_it_stands():
    code = """
WHY = Told("it is {}")
OTHER = "not for students"
def reason(path) -> Told | None:
    "Return why."
    if path:
        raise ValueError(f"{path} is no folder")
    return Told("is a link") if path.is_symlink() else helper(f"{path} is too large")
def note(name):
    what = "the original"
    expect(name, f"{name} is missing: {what if name else 'another one'}.")
"""
    said = {"it is {}", "is a link", "{} is too large", "{} is missing: {}.", "the original"}
    assert said_in(code) == said | {"another one"}


def test_every_sentence_of_the_feedback_has_a_translation():
    said = said_by_the_template()
    assert "of {} points" in said
    assert not [text for text in said - {"{}", "en"} if not re.search(HAN, CATALOGUE(text))]


def test_blanks_are_filled_and_what_they_hold_is_translated_too():
    say = Sentences({"{} by {}": "{1}: {0}", "{} by night": "la nuit, {}", "a cat": "un chat"})
    assert say("a cat by Klee") == "Klee: un chat"
    assert say("a cat by night") == "la nuit, un chat"
    assert say("a dog") == "a dog"
    say = Sentences({"`{}` {}.": "{}/{}", "`{}` needs {}, as `{}` {}.": "{}|{}|{}|{}"})
    assert say("`f` needs g, as `g` fails.") == "f|g|g|fails"
    assert Sentences({"a {} dog": "un {0} {x} {1"})("a big dog") == "un big {x} {1"
    assert CATALOGUE("expected") == "预期"
    assert CATALOGUE("`f` did not end in time.") == "`f` 没有在规定的时间内结束。"


def test_an_assignment_that_names_its_language_has_the_sentences_of_the_grader(tmp_path):
    sentences = tmp_path / "sentences.toml"
    assert Sentences.read(tmp_path)("passed") == "passed"
    sentences.write_text('"en" = "fr"\n"passed" = "réussi"')
    assert [Sentences.read(tmp_path)(text) for text in ("passed", "failed")] == ["réussi", "failed"]
    sentences.write_text('"en" = "zh-CN"\n"passed" = "对"\n"`f` {}." = "f {}。"')
    say = Sentences.read(tmp_path)
    assert (say("passed"), say("failed")) == ("对", "未通过")
    assert say("`f` did not end in time.") == "f 没有在规定的时间内结束。"
    assert say("`g` did not end in time.") == "`g` 没有在规定的时间内结束。"


def test_students_read_it_in_their_language():
    say = Sentences.read(HIDDEN / CHINESE)
    checks = [Check("test_peak", "Each factor is drawn afresh.", 1, False, "The values are wrong.")]
    (cell,) = [
        cell
        for cell in cells_of(CHINESE, "exploding_gradients.ipynb", "release")
        if is_autograded(cell) and cell.metadata.nbgrader.grade_id == "test_multiply_all"
    ]
    found = [Exercise("test_multiply_all", 2, checks)]
    report(type("Notebook", (), {"cells": [cell]}), found, ["The cell `a` is missing."], say)
    told = "单元格 `a` 不见了。\n0 分（满分 2 分）\n✗ 每个因子都是重新抽取的。 → 数值不对。"
    assert cell.outputs[0].data["text/plain"] == told
    assert found[0].checks == checks  # what is kept stays as it was
