# Spells commands of TeX so that only a browser puts them together: by tags, entities, digits and other names.
#
# must: show no link, and obey no command

# %%
from IPython.display import HTML, Latex, Markdown, display

for tex in (r"\let\x\href_ \x{javascript:PWNED}{x}", r"\let\x\href1 \x", r"\hr<b></b>ef{javascript:PWNED}{x}", r"\<wbr>href{javascript:PWNED}{x}",
            r"\l<b></b>et\x\hr<i></i>ef", r"\hr<!-- -->ef{javascript:PWNED}{x}", r"\hr&#101;f{javascript:PWNED}{x}", r"&bsol;href{javascript:PWNED}{x}",
            r"\def\require_{}\require{PWNED}", r"\HREF{javascript:PWNED}{x}", r"\style2{PWNED}{x}", r"\html_class{PWNED}{x}"):
    for text in (f"${tex}$", f"&#36;{tex}&#36;", f"\\({tex}\\)"):
        display(HTML(text), Markdown(text), Latex(text))
