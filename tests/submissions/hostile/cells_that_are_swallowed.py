# Runs none of the cells below: each is said to have run, by the shell that the student has replaced.
#
# must: earn nothing, and keep nobody waiting

# %%
from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult

shell = get_ipython()


async def nothing(raw_cell, *args, **kwargs):
    info = ExecutionInfo(raw_cell, False, False, False, None)
    return ExecutionResult(info)


type(shell).run_cell_async = lambda self, raw_cell, *args, **kwargs: nothing(raw_cell)
