# Shows short HTML that takes long to read: tags with 100,000 attributes, texts of a million entities.
#
# must: be shown as it was written, and take no more time than others

# %%
from IPython.display import HTML, display

attributes = " ".join(f"a{n}" for n in range(100_000))
display(HTML(f"<b {attributes}>x</b>"), HTML("&amp;&#x41;&nosuch" * 100_000), HTML(f"<b title='{'&' * 500_000}'>"))
for n in range(40):
    display(HTML(f"<i {' '.join(f'a{k}' for k in range(5_000))}>"))
