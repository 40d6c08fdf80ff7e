# Takes a little less than each limit: in cells, in calls, asleep and awake, in children that nobody waits for.
#
# must: be ended by the limit of all together

# %%
import os, time

time.sleep(2)
end = time.process_time() + 2
while time.process_time() < end:
    pass

# %%
if os.fork() == 0:
    end = time.time() + 5
    while time.time() < end:
        pass
    os._exit(0)


# %% sigmoid_gradient
def sigmoid_gradient(x):
    time.sleep(1.5)
    return None

# %% multiply_all
def multiply_all(M, factors):
    if os.fork() == 0:
        time.sleep(4)
        os._exit(0)
    end = time.process_time() + 1.5
    while time.process_time() < end:
        pass
    return M

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    time.sleep(5)
    return torch.eye(size), torch.eye(size)
