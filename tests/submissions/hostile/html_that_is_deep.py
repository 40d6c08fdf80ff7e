# Shows HTML, Markdown and TeX that are nested a hundred thousand times.
#
# must: end no grader, and cost nobody else anything

# %%
from IPython.display import HTML, SVG, Latex, Markdown, display

for opening in ["<div>", "<table><tr><td>", "<a><table>", "<svg><g>", "<blockquote><ul><li>"]:
    display(HTML(opening * 100_000))
for opening in ["> ", "- ", "*a **b ", "[", "![", "`", "<b>", "|a|b|\n|-|-|\n", "$$\\frac{", "1. "]:
    display(Markdown(opening * 30_000), Latex(opening * 30_000))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg'>" + "<g>" * 100_000 + "</g>" * 100_000 + "</svg>"))
