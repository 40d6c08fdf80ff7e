# Leaves processes behind: forked twice, in sessions of their own, deaf to signals, renamed.
#
# must: leave no process behind

# %%
import os, signal, subprocess, sys, time

code = (
    "import os, signal, time\n"
    "for n in range(1, 65):\n"
    "    try: signal.signal(n, signal.SIG_IGN)\n"
    "    except (OSError, ValueError): pass\n"
    "time.sleep(120)\n"
    "open('@OUTSIDE@/survived', 'w')"
)
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execv(sys.executable, ["kworker", "-c", code])
        os._exit(0)
subprocess.Popen(["nohup", "setsid", sys.executable, "-c", code])
os.system(f"({sys.executable} -c \"{code.splitlines()[-2]}\" &) &")
time.sleep(0.5)


# %% multiply_all
def multiply_all(M, factors):
    subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    os.kill(os.getpid(), signal.SIGKILL)
