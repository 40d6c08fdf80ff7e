# Shows HTML that a parser moves about: text within tables, forms in forms, lists without end, frames.
#
# must: be shown or left out, in time

# %%
from IPython.display import HTML, display

display(HTML("<table>" * 3_000 + "x<b>" * 3_000), HTML("<table><tr>" + "<td><select><option>" * 20_000))
display(HTML("<a>" * 20_000 + "<div>" * 20_000), HTML("<dd><dt><li>" * 30_000), HTML("<nobr>" * 5_000 + "<p>" * 5_000))
display(HTML("<math><mtext><table>" * 3_000), HTML("<svg><foreignObject>" * 3_000), HTML("<template>" * 20_000))
display(HTML("<frameset>" * 20_000), HTML("<!--" * 50_000), HTML("<![CDATA[" * 50_000), HTML("<plaintext>" * 9_000))
