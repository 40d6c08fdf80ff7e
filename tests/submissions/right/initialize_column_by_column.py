# Column by column.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind != "xavier" and kind != "he":
        raise ValueError()
    std = (2 / (n_in + (n_out if kind == "xavier" else 0))) ** 0.5
    columns = [torch.randn(n_out, device=device, generator=generator) for _ in range(n_in)]
    return std * torch.stack(columns, dim=1)
