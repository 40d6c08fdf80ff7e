# torch.nn.init.normal_.
#
# initialize: 3

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    fans = {"xavier": n_in + n_out, "he": n_in}
    try:
        fan = fans[kind]
    except KeyError as error:
        raise ValueError(f"{kind!r} is not one of {list(fans)}") from error
    w = torch.empty(n_out, n_in, device=device)
    return torch.nn.init.normal_(w, std=(2 / fan) ** 0.5, generator=generator)
