# Shows HTML that grows a thousandfold where it is read: each paragraph opens again every tag.
#
# must: end no grader, and cost nobody else anything

# %%
from IPython.display import HTML, Latex, Markdown, display

for tags, paragraphs in [(700, 2_000), (8_000, 8_000), (20_000, 20_000)]:
    opened = "".join(f"<b title={number}>" for number in range(tags))
    bomb = f"<p>{opened}</p>" + "<p>x</p>" * paragraphs
    display(HTML(bomb), Markdown(bomb), Latex(bomb))
    print(bomb)
