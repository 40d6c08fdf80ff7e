# Has the kernel make nothing of each later cell, so that the agent never speaks.
#
# must: be told at once, and earn nothing

# %%
get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\n"])
