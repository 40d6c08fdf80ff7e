# Shows Markdown that parsers read slowly: quotes in quotes, lists in lists, brackets, stars, tables, references.
#
# must: be shown, in time

# %%
from IPython.display import Markdown, display

for text in (">" * 19_000, "- " * 9_000, "[" * 19_000, "[a](" * 4_900, "*_" * 9_000 + "x" + "_*" * 400, "`" * 19_000, "![" * 9_000,
             "<" * 19_000, "a|" * 9_000 + "\n" + "-|" * 500, "[x]: y\n" * 2_700, "\n".join(" " * n + "- x" for n in range(190)), "&#" * 9_000,
             "~~" * 9_500, "$" * 19_000, "\\" * 19_000, "#" * 19_000, "x\n=" * 6_000, "1. " * 6_000, "**a *b " * 2_500, "[![](x)](y)" * 1_700):
    display(Markdown(text))
display(Markdown("> - [*`x`*](y) $z$\n" * 50_000))
