# Shows progress: a bar that is drawn ten thousand times, cleared outputs, displays that change, widgets.
#
# must: be bounded, and show its end at most

# %%
import sys, time
from IPython.display import HTML, clear_output, display

for n in range(10_000):
    sys.stdout.write(f"\r{n % 100:3}% |{'#' * (n % 80):80}|\x1b[K")
    if n % 100 == 0:
        sys.stdout.flush()

# %%
handle = display(HTML("0"), display_id=True)
for n in range(3_000):
    handle.update(HTML(f"<progress value={n} max=3000 onerror=PWNED>" + "<b>" * 20))

# %%
for n in range(2_000):
    print("\b" * 100, n)
    clear_output(wait=n % 2)
display({"application/vnd.jupyter.widget-view+json": {"model_id": "PWNED", "version_major": 2}}, raw=True)
