# Shows TeX and Markdown that take long to read: macros that double, deep braces, tables, thousands of formulas.
#
# must: be shown as it was written where it takes long

# %%
from IPython.display import Latex, Markdown, display

doubling = r"\def\a{xx}" + "".join(rf"\def\{chr(98 + n)}{{\{chr(97 + n)}\{chr(97 + n)}}}" for n in range(24)) + r"\y"
for tex in (doubling, "{" * 1_900, "x^" * 900 + "x", r"\frac" * 900, r"\sqrt{" * 600, r"\left(" * 600, r"\begin{matrix}" * 120,
            r"\begin{array}{" + "c" * 1_900 + "}&", "&" * 1_900, r"\color{red}" * 150, r"\text{$" * 200, r"\href{javascript:PWNED}{x}"):
    display(Latex(f"${tex}$"), Markdown(f"$${tex}$$"))
display(Markdown("$x^{2}$ " * 20_000), Latex(r"$\sum_{i}^{n} x_i$" * 20_000))
