# Prints what a terminal obeys: titles, clipboards, links, cursors, in outputs, errors and names.
#
# must: show no escape

# %%
import sys

for text in ("\x1b]0;PWNED\x07", "\x1b[2J\x1b[H", "\x1b]52;c;UFdORUQ=\x07", "\x9b2J", "\x1bP+q544e\x1b\\", "\x1b]8;;http://PWNED\x07x", "\b\r\x0c"):
    print(text)
    sys.stderr.write(text)
    display({"text/plain": text, "text/html": text, "text/markdown": text}, raw=True)
raise type("\x1b[2J", (Exception,), {})("\x1b[2J")

# %% multiply_all
def multiply_all(M, factors):
    raise type("\x1b[2J", (Exception,), {})("\x1b[2J")
