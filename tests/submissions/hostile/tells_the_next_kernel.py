# Writes down what it was asked, ends its kernel, and shows in the next one what it finds.
#
# must: find nothing in the next kernel, or show it to nobody

# %%
import os, pathlib, sys, tempfile

places = [os.environ["HOME"], ".", "..", tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "@OUTSIDE@", "@COURSE@"]
for place in places:
    attempt(f"a note in {place}", lambda: pathlib.Path(place, "note_of_an_attack").read_text())
if "note" in os.environ:
    loot("a note in the environment")


def asked_by_the_agent():
    frame = sys._getframe()
    while frame := frame.f_back:
        if frame.f_globals.get("__name__") == "grading.sandbox.inside.agent":
            return True


def note(*values):
    if not asked_by_the_agent():
        return
    os.environ["note"] = repr(values)
    for place in places:
        try:
            pathlib.Path(place, "note_of_an_attack").write_text(repr(values))
        except OSError:
            pass
    os._exit(0)


# %% sigmoid_gradient
def sigmoid_gradient(x):
    note(x)


# %% multiply_all
def multiply_all(M, factors):
    note(M, factors)


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    note(size, n_factors)
