# Returns objects that run code where they are unpickled, copied, formatted or compared.
#
# must: run no code outside of the kernel

# %%
import os

import numpy as np


class Bomb(dict):
    def __reduce__(self):
        return os.system, ("touch @OUTSIDE@/unpickled",)

    def __deepcopy__(self, memo):
        loot("a deep copy")

    def __format__(self, spec):
        return os.popen("touch @OUTSIDE@/formatted").read()

    __repr__ = __str__ = lambda self: format(self)


# %% sigmoid_gradient
def sigmoid_gradient(x):
    return Bomb()


# %% multiply_all
def multiply_all(M, factors):
    return [M, np.array([Bomb()], dtype=object), {"bomb": Bomb()}, Bomb]


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    raise type("Bomb", (Exception,), {"__reduce__": Bomb.__reduce__})(Bomb())
