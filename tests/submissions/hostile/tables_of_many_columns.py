# Shows tables whose few cells ask for millions of columns and rows.
#
# must: be laid out as tables of some columns

# %%
from IPython.display import HTML, display

for span in ("colspan=1000", "rowspan=65534", "colspan=1000 rowspan=65534"):
    for _ in range(50):
        display(HTML("<table>" + ("<tr>" + f"<td {span}>x" * 60) * 20 + "</table>"))
