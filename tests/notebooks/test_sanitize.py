"""What a student writes and shows cannot act in the browser or terminal of an instructor."""

import base64
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from grading.notebooks import html
from grading.notebooks.drawings import Drawings
from grading.notebooks.sanitize import (
    LONGEST_SOURCE,
    clean_markdown,
    clean_notebook,
    clean_outputs,
    clean_text,
)

EVIL = "javascript:alert(1)"
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    f"<a href='{EVIL}'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe src='http://evil.example'></iframe>",
    "<img src='http://evil.example/pixel.png'>",
    "<style>body{background:url(http://evil.example)}</style>",
    "<div style='position:fixed;top:0;background:url(http://evil.example)'>x</div>",
    "<form action='http://evil.example'><input name=password></form>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<base href='http://evil.example'>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    '<div title="a\n\n[z](w) <img src=x onerror=alert(1)>">x</div>',
    f"[x]({EVIL})",
    f"[x][y]\n\n[y]: {EVIL}",
    f"<{EVIL}>",
    "![x](http://evil.example/pixel.png)",
    "![x][y]\n\n[y]: http://evil.example/pixel.png",
    rf"$\href{{{EVIL}}}{{x}}$",
    rf"$\href_{{{EVIL}}}{{x}}$ $\let\x\href1 \x{{{EVIL}}}{{y}}$",
    rf"$\hr<b></b>ef{{{EVIL}}}{{x}}$ $\<wbr>href{{{EVIL}}}{{x}}$ $\l<b></b>et\a\b$",
    rf"&#36;\hr&#101;f{{{EVIL}}}{{x}}&#36; $&bsol;href{{{EVIL}}}{{x}}$ $&#92;style{{a}}$",
    r"$\csname href\endcsname{javascript:alert(1)}{x}$",
    r"$\require{html}\style{position:fixed}{x}$",
    "```{=html}\n<script>alert(1)</script>\n```",
    "</pre><script>alert(1)</script>",
    "\x1b]0;title\x07\x1b[2J\x9b2Jtext",
]


def shown(text: str) -> BeautifulSoup:
    """The page of a notebook that has the text wherever a student can put it."""
    data = dict.fromkeys(KINDS, text)
    outputs = [new_output("display_data", {kind: text}) for kind in KINDS]
    outputs += [
        new_output("execute_result", data),
        new_output("stream", text=text),
        new_output("stream", text=text, name=text),
        new_output("error", ename=text, evalue=text, traceback=[text]),
        new_output("display_data", {"image/png": f'" onerror="{text}'}),
        new_output("display_data", {"image/png": "aaaa"}, metadata={"image/png": {"width": text}}),
    ]
    attachments = {"a.png": {"image/png": text}}
    cells = [
        new_markdown_cell(text, attachments=attachments),
        new_markdown_cell(f"![x](attachment:a.png) {text}", attachments=attachments),
        new_raw_cell(text),
        new_code_cell(text, outputs=outputs),
    ]
    notebook = new_notebook(cells=cells)
    clean_notebook(notebook, instructor_texts=())
    clean_outputs(notebook)
    page, _ = HTMLExporter(exclude_input_prompt=True).from_notebook_node(notebook)
    return BeautifulSoup(page, "html.parser")


KINDS = (
    *("text/html", "text/markdown", "text/latex", "text/plain", "image/svg+xml"),
    *("application/javascript", "application/json", "application/vnd.jupyter.widget-view+json"),
)


def dangers(page: BeautifulSoup) -> list[str]:
    """What of a page's own content can act or fetch."""
    found = [str(tag) for tag in page.body.find_all(FORBIDDEN)]
    for tag in page.body.find_all(True):
        for name, value in tag.attrs.items():
            value = " ".join(value) if isinstance(value, list) else value
            is_link = name in ("href", "src", "action", "xlink:href", "formaction", "srcset")
            fetches = is_link and not value.startswith(("#", "data:image/")) and tag.name != "a"
            scripts = re.match(r"\s*(javascript|vbscript|data:text)", value, re.I) and is_link
            covers = name == "style" and re.search(r"url\(|fixed|absolute", value)
            if name.startswith("on") or fetches or scripts or covers:
                found.append(str(tag))
    return found


FORBIDDEN = (
    *("iframe", "object", "embed", "form", "input", "meta", "base", "link", "svg", "math"),
    *("video", "audio"),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_is_left_in_a_page(text):
    page = shown(text)
    assert dangers(page) == []
    assert [tag for tag in page.body.find_all("script") if "alert" in str(tag)] == []
    assert not re.search("[\x1b\x9b]", str(page.find_all(class_="jp-OutputArea-output")))
    for untouched in page.find_all("pre"):  # MathJax passes them over
        untouched.decompose()
    assert not re.search(r"\\(href|csname|require|style|let\\a)", page.body.get_text())


@pytest.mark.slow
@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*HOSTILE, "<b>", '"', "'", "\n\n", "`", "$", "<!--", "]"])))
def test_no_mixture_of_hostile_texts_is_left_in_a_page(texts):
    assert dangers(shown("".join(texts))) == []


def test_harmless_things_stay():
    table = '<table><tbody><tr><td style="text-align:left">1 &lt; 2</td></tr></tbody></table>'
    picture = f'<img src="data:image/png;base64,{base64.b64encode(b"x").decode()}">'
    assert [html.clean(table, Drawings()), html.clean(picture, Drawings())] == [table, picture]
    tex = r"$\let\a\alpha \begin{matrix}a&b\\c&d\end{matrix} \hrefs \styled$"
    assert clean_markdown(tex) == tex
    assert html.clean(r"<td>${\alpha}_1 \frac12$</td>", Drawings()).count("\\") == 2
    assert clean_markdown("# So $a < b$, *not* `x<1`") == "# So $a < b$, *not* `x<1`"
    assert clean_text("two\tlines\n\x1b[31mred\x1b[0m") == "two\tlines\nred"


def test_a_large_picture_makes_no_large_page():
    data = base64.b64encode(bytes(300_000)).decode()
    page = f'<img alt="a plot" src="data:image/png;base64,{data}">'
    assert not html.is_large(page)
    assert html.clean(page, Drawings()) == page


def bomb(tags: int, paragraphs: int) -> str:
    """Each paragraph opens again every tag that is still open."""
    opened = "".join(f"<b title={number}>" for number in range(tags))
    return f"<p>{opened}</p>" + "<p>x</p>" * paragraphs


@pytest.mark.parametrize(
    "text",
    [
        bomb(1_000, 1_000),
        bomb(8_000, 8_000),
        bomb(20, 20).replace("title=", f"title={'long' * 5_000}") + "<p>x" * 9_000,
        "<div>" * 300_000,
        "<a><table>" * 20_000,
        f"<b {' '.join(f'a{number}' for number in range(400_000))}>",
        "&amp;&#x41;&nosuch" * 200_000,
        f"<b {' '.join(f'data:image/png;base64,{number}' for number in range(400_000))}>",
    ],
    ids=["small", "large", "long", "deep", "tables", "attributes", "entities", "pictures"],
)
def test_html_that_takes_too_much_is_shown_as_it_was_written(text):
    shown = [new_output("display_data", {"text/html": html}) for html in ("<b>1</b>", text, "2")]
    clean_outputs(new_notebook(cells=[new_code_cell(outputs=shown)]))
    first, bomb, last = (output.data for output in shown)
    assert (first, last) == ({"text/html": "<b>1</b>"}, {"text/html": "2"})
    assert bomb == {"text/plain": text[:LONGEST_SOURCE]}


def test_of_a_large_table_its_text_is_shown():
    table = f"<table><tbody>{'<tr><td>1.5</td></tr>' * 2_000}</tbody></table>"
    data = {"text/html": table, "text/plain": "1.5 and so on"}
    shown = new_output("display_data", data)
    clean_outputs(new_notebook(cells=[new_code_cell(outputs=[shown])]))
    assert shown.data == {"text/plain": "1.5 and so on"}


def test_our_own_cells_stay_as_they_are():
    ours = "![chart](https://ours.example/a.png) <br>"
    notebook = new_notebook(cells=[new_markdown_cell(ours), new_markdown_cell(ours + "!")])
    clean_notebook(notebook, instructor_texts={ours})
    assert notebook.cells[0].source == ours
    assert notebook.cells[1].source != ours + "!"


def test_a_drawing_is_shown_as_a_picture():
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"></circle></svg>'
    drawing = {"image/svg+xml": svg, "text/plain": "<one>"}
    notebook = new_notebook(cells=[new_code_cell(outputs=[new_output("display_data", drawing)])])
    clean_outputs(notebook)
    html = notebook.cells[0].outputs[0].data["text/html"]
    encoded = re.fullmatch(r'<img alt="&lt;one&gt;" src="data:image/svg\+xml;base64,(.*)">', html)[
        1
    ]
    assert base64.b64decode(encoded).decode() == svg


def pasted(text: str, **pictures: str) -> NotebookNode:
    """A cell of this text, cleaned, into which a picture of each of these types was pasted."""
    attachments = {f"my {name}": {f"image/{name}": data} for name, data in pictures.items()}
    cell = new_markdown_cell(text, attachments=attachments)
    clean_notebook(new_notebook(cells=[cell]), instructor_texts=())
    return cell


def test_pasted_pictures_stay_where_they_were():
    cell = pasted("![proof](attachment:my%20png), <b>see</b>", png="aaaa")
    assert cell.source.startswith("![proof](attachment:picture-1),")
    assert cell.attachments == {"picture-1": {"image/png": "aaaa"}}
    page, _ = HTMLExporter().from_notebook_node(new_notebook(cells=[cell]))
    assert BeautifulSoup(page, "html.parser").find("img", alt="proof")["src"].endswith(",aaaa")


def test_pictures_that_the_text_does_not_show_any_more_come_at_its_end():
    cell = pasted('<img src="attachment:my gif" width=9> ![a](attachment:other)', gif="aaaa")
    assert cell.source.endswith("(attachment:other)\n\n![](attachment:picture-1)")
    assert "![a](" not in cell.source


def test_only_pictures_stay():
    svg = {"svg+xml": "<svg onload='alert(1)'/>"}
    assert "attachments" not in pasted("![x](attachment:my%20png)", png='"', **svg)


def test_attachments_are_cleaned_in_cells_of_ours_too():
    cell = new_markdown_cell("![x](attachment:x)", attachments={"x": {"image/png": "<script>"}})
    clean_notebook(new_notebook(cells=[cell]), instructor_texts=[cell.source])
    assert "attachments" not in cell
