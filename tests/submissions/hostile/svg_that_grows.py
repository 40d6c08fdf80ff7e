# Shows SVG of a few hundred letters that is drawn a thousand million times, by each way to refer to a part.
#
# must: be drawn once a reference, or be shown as its text

# %%
from base64 import b64encode

from IPython.display import HTML, display

HEAD = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='300' height='300'>"
RECT = "<rect width='300' height='300'"
for opening, part, link in (
    ("<g id='a{}'>", "<use xlink:href='#a{}'/>", "<use xlink:href='#a9'/>"), ("<symbol id='a{}'>", "<use href='#a{}'/>", "<use href='#a9'/>"),
    ("<pattern id='a{}' width='2' height='2' patternUnits='userSpaceOnUse'>", RECT + " fill='url(#a{})'/>", RECT + " fill='url(#a9)'/>"),
    ("<mask id='a{}'>", RECT + " mask='url(#a{})'/>", RECT + " mask='url(#a9)'/>"),
    ("<clipPath id='a{}'>", RECT + " clip-path='url(#a{})'/>", RECT + " style='clip-path: url(#a9)'/>"),
    ("<marker id='a{}' markerWidth='9' markerHeight='9'>", "<path d='M0 0L1 1L2 2' marker-mid='url(#a{})'/>", "<path d='M0 0L1 1L2 2' marker-mid='url(#a9)'/>"),
    ("<filter id='a{}'>", "<feImage href='#a{}'/><feTurbulence numOctaves='99999'/>", RECT + " filter='url(#a9)'/>"),
):
    close = f"</{opening[1:].split()[0]}>"
    grows = "".join(opening.format(n) + part.format(n - 1) * 10 + close for n in range(1, 10))
    svg = f"{HEAD}<defs>{opening.format(0)}{RECT}/>{close}{grows}</defs>{link}</svg>"
    display(HTML(f"<img src='data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}'>"))
    display({"image/svg+xml": svg}, raw=True)
    display({"image/svg+xml": svg.replace("<defs>", "<style>*{fill:url(#a9);mask:url(#a9);filter:blur(9999px)}</style>").replace("</defs>", "")}, raw=True)
for _ in range(300):
    display({"image/svg+xml": f"{HEAD}<defs><g id='a'>{'<g/>' * 900}</g></defs>{'<use href=%r/>' % '#a' * 900}</svg>"}, raw=True)
