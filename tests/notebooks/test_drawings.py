"""A student's drawing is shown as it is, and takes no longer to draw than it looks."""

import base64
import io
import re
from xml.etree import ElementTree

import pytest
from matplotlib import pyplot as plt
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grading.notebooks.drawings import DEEPEST, ELEMENT, MOST_DRAWN, Drawings
from grading.notebooks.sanitize import clean_outputs

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
USE = '<use href="#a"/>'
LINE = '<path d="M0 0L9 9"/>'
TENFOLD = "".join(
    f'<g id="a{n + 1}">' + f'<use xlink:href="#a{n}"/>' * 10 + "</g>" for n in range(10)
)
# Each would be drawn a thousand times, or for ever, by what it refers to.
GROWS = {
    "uses": f'<defs><g id="a0">{LINE}</g>{TENFOLD}</defs><use xlink:href="#a9"/>',
    "uses outside": f'<g id="a0">{LINE}</g>{TENFOLD}',
    "plain links": f'<defs><g id="a0">{LINE}</g>{TENFOLD}</defs>'.replace("xlink:href", "href"),
    "symbols": TENFOLD.replace("g id", "symbol id").replace("/g", "/symbol"),
    "itself": '<g id="a"><use href="#a"/><use href="#a"/></g>',
    "patterns": "".join(
        f'<pattern id="p{n + 1}" width="1" height="1"><rect fill="url(#p{n})"/></pattern>'
        for n in range(9)
    ),
    "clips": "".join(
        f'<clipPath id="c{n + 1}" clip-path="url(#c{n})"><path clip-path="url(#c{n})"/></clipPath>'
        for n in range(9)
    ),
    "escapes": r'<defs><g id="a" fill="\75rl(#a)" style="stroke:\000075rl(#a)"/></defs>',
    "variables": '<g style="--x:url(#a);fill:var(--x)"/>',
    "gradients": '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>',
    "text on paths": '<text><textPath href="#a">x</textPath></text>',
    "drawings in it": '<image href="data:image/svg+xml;base64,AAAA"/>',
    "pictures from elsewhere": '<image href="http://evil.example/x.png"/>',
    "filters": '<filter id="f"><feTurbulence numOctaves="999999"/></filter><g filter="url(#f)"/>',
    "blurs": '<g style="filter: blur(99999px)" filter="blur(99999px)"/>',
    "masks": '<mask id="m"><g mask="url(#m)"/></mask><g mask="url(#m)"/>',
    "markers": '<marker id="m"><path marker-mid="url(#m)"/></marker><path marker-mid="url(#m)"/>',
    "styles": "<style>*{clip-path:url(#a)}</style><style>@import 'x';</style>",
    "selectors": f"<style>{'* ' * 900}{{fill:red}}</style>",
    "animations": '<rect><animate attributeName="x" repeatCount="indefinite"/></rect>',
    "scripts": '<script>alert(1)</script><g onload="alert(1)"/><a href="javascript:alert(1)"/>',
    "pages": "<foreignObject><iframe/></foreignObject>",
}


@pytest.mark.parametrize("inside", GROWS.values(), ids=GROWS)
def test_what_is_drawn_by_reference_refers_to_nothing(inside):
    cleaned = Drawings().clean(f"{HEAD}{inside}</svg>")
    assert cleaned.startswith("<svg xmlns=")
    root = ElementTree.fromstring(cleaned)
    for target in (one for one in root.iter() if "id" in one.attrib):
        for part in target.iter():
            assert not [value for value in part.attrib.values() if value.startswith(("#", "url("))]
    inside = cleaned.partition(">")[2]
    assert not re.search(r"filter|mask|marker|anim|script|style>[^<]|frame|textPath", inside)
    assert not re.search(r"http:|svg\+", inside)


@pytest.mark.parametrize(
    "drawing",
    [
        f"{HEAD}{'<g/>' * 200_000}</svg>",
        f"{HEAD}<defs><g id='a'>{'<g/>' * 500}</g></defs>{USE * 500}</svg>",
        f"{HEAD}<defs><g id='a'>{'<g/>' * 500}</g></defs>{USE.replace('#a', '#%61 ') * 500}</svg>",
        f"{HEAD}<defs><path id='a' d='{'M0 0' * 9000}'/></defs>{USE * 500}</svg>",
        f"{HEAD}{'<g>' * (DEEPEST + 1)}{'</g>' * (DEEPEST + 1)}</svg>",
        f"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>{HEAD}&a;</svg>",
        f"{HEAD}{'<g>' * 1_000_000}",
        "<html/>",
        "<svg",
        "",
    ],
    ids=[
        "many",
        "repeated",
        "spelt otherwise",
        "long",
        "deep",
        "entities",
        "open",
        "page",
        "cut",
        "empty",
    ],
)
def test_of_a_drawing_that_takes_too_much_its_text_is_shown(drawing):
    outputs = [
        new_output("display_data", {"image/svg+xml": drawing, "text/plain": "a tree"}),
        new_output("display_data", {"image/svg+xml": f"{HEAD}{LINE}</svg>"}),
        new_output("display_data", {"text/html": f'a<img src="{address(drawing)}">'}),
    ]
    clean_outputs(new_notebook(cells=[new_code_cell(outputs=outputs)]))
    assert outputs[0].data == {"text/plain": "a tree"}
    assert "base64," in outputs[1].data["text/html"]
    assert "base64," not in outputs[2].data.get("text/html", "")


def address(drawing: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"


def test_many_drawings_are_bounded_in_sum():
    drawings, large = Drawings(), f"{HEAD}{'<g/>' * 40_000}</svg>"
    shown = [bool(drawings.clean(large)) for _ in range(9)]
    assert shown == sorted(shown, reverse=True)
    assert sum(shown) == (MOST_DRAWN - 1) // (40_000 * ELEMENT)


def test_what_matplotlib_draws_is_shown_as_it_is():
    figure, axes = plt.subplots()
    axes.plot([1, 2, 3], [1, 4, 2], "o--", label=r"$\sigma(x)^2$")
    axes.imshow([[1, 2], [3, 4]])
    axes.bar([1, 2], [3, 4], hatch="//")
    axes.scatter(range(9), range(9), c=range(9))
    axes.fill_between([0, 1], [1, 2], alpha=0.3)
    axes.legend()
    file = io.StringIO()
    figure.savefig(file, format="svg")
    plt.close(figure)
    before, after = file.getvalue(), Drawings().clean(file.getvalue())
    for part in ("<path", "<use", "<clipPath", "<pattern", "<image", "<text", "url(#", "<style"):
        assert before.count(part) == after.count(part)
    referred = re.findall(r'(?:href="|url\()#([^")]+)', after)
    assert set(referred) <= set(re.findall(r'\bid="([^"]+)"', after))
    assert re.findall(r'\bd="([^"]+)"', before.replace("\n", " ")) == re.findall(
        r'\bd="([^"]+)"', after.replace("&#10;", " ")
    )
    assert "stroke-linejoin: round; stroke-linecap: butt" in after
