# Takes memory in processes that nobody may look into: they ask for that, or run a program that cannot be read.
#
# must: be refused or ended
# needs: isolation

# %%
import ctypes, os, shutil, sys, time

ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
blocks = bytearray(b"x" * (1200 << 20))
os.umask(0o666)
number = os.open("hidden", os.O_CREAT | os.O_WRONLY, 0o777)
with open(number, "wb") as copy, open(os.path.realpath(sys.executable), "rb") as program:
    shutil.copyfileobj(program, copy)
code = "import time; taken = bytearray(b'x' * (300 << 20)); time.sleep(20)"
for _ in range(6):
    if os.fork() == 0:
        os.execv("hidden", ["python", "-I", "-S", "-c", code])
time.sleep(8)
loot("3 GB of memory")
