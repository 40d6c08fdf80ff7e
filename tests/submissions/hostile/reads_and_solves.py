# Solves an exercise, and looks for the checks on the way.
#
# must: be refused the checks, and earn what the answer is worth
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    import functools, os

    attempt("the checks", lambda: os.listdir("@COURSE@/tests/hidden"))
    attempt("the grader", lambda: open("/proc/@GRADER@/environ").read())
    return functools.reduce(lambda left, right: left @ right, factors, M)
