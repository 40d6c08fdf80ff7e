# Kills, stops and interrupts the grader, its parent, its group and every process there is.
#
# must: reach nobody but itself
# needs: isolation

# %%
import os, signal, subprocess

for pid in (int("@GRADER@"), os.getppid() or 2**22, *range(@GRADER@ - 5, @GRADER@ + 20)):
    for number in (signal.SIGSTOP, signal.SIGINT, signal.SIGTERM, signal.SIGKILL, 0):
        attempt(f"signal {number} to {pid}", lambda: os.kill(pid, number))
    attempt(f"a handle to {pid}", lambda: signal.pidfd_send_signal(os.pidfd_open(pid), signal.SIGKILL))
    attempt(f"queued to {pid}", lambda: subprocess.run(["kill", "-s", "STOP", str(pid)], check=True, capture_output=True))

attempt("its group", lambda: os.kill(-@GRADER@, signal.SIGKILL))

# %%
os.kill(-1, signal.SIGKILL)

# %% multiply_all
def multiply_all(M, factors):
    os.killpg(0, signal.SIGKILL)
