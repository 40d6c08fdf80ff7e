# An error of its own, which is a ValueError.
#
# initialize: 3

# %% initialize
class UnknownKind(ValueError):
    pass


def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind not in {"he", "xavier"}:
        raise ValueError("unknown kind") from UnknownKind(kind)
    denominator = n_in if kind == "he" else n_in + n_out
    weight = torch.randn(n_out, n_in, generator=generator, device=device)
    weight *= torch.tensor(2.0 / denominator).sqrt().to(weight.device)
    return weight
