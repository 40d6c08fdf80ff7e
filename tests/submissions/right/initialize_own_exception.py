# An exception and a class of its own.
#
# initialize: 3

# %% initialize
class UnknownKind(ValueError):
    """There is no such kind."""

class Initializer:
    VARIANCE = {
        "xavier": staticmethod(lambda i, o: 2 / (i + o)),
        "he": staticmethod(lambda i, o: 2 / i),
    }

    def __init__(self, kind):
        try:
            self.variance = self.VARIANCE[kind].__func__
        except KeyError:
            raise UnknownKind(kind) from None

    def __call__(self, n_in, n_out, **kw):
        w = torch.randn((n_out, n_in), **kw)
        w *= self.variance(n_in, n_out) ** 0.5
        return w

def initialize(kind, n_in, n_out, device=None, generator=None):
    return Initializer(kind)(n_in, n_out, device=device, generator=generator)
