# Raises errors that are long to tell: deep, chained, grouped, with notes, with names and texts of megabytes.
#
# must: be told in a line or two

# %%
import sys


def deep(n):
    if n == 0:
        raise ValueError("x" * 2_000_000)
    deep(n - 1)


deep(900)

# %%
error = ValueError("first\nline 9999999999999999 (line 7)")
for n in range(300):
    other = KeyError(n)
    other.__cause__, other.__notes__, error = error, ["note" * 50] * 3, other
raise error

# %%
raise ExceptionGroup("many" * 1000, [ExceptionGroup(str(n), [ValueError(n)]) for n in range(300)])

# %%
raise type("E" * 1_000_000 + "\x1b[2J\n<script>PWNED</script>", (Exception,), {"__str__": lambda self: "\x1b]0;PWNED\x07" * 10_000})

# %%
raise type("Silent", (Exception,), {"__str__": lambda self: 1 / 0, "__module__": "LOO" "T"})

# %% multiply_all
def multiply_all(M, factors):
    raise SyntaxError("(" * 100_000, ("<b>", 10**9, 10**9, "x" * 1_000_000))
