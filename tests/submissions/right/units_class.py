# A class that keeps what it has seen.
#
# distinct_units: 2

# %% distinct_units
class Seen:
    def __init__(self, tol):
        self.rows, self.tol = [], tol

    def add(self, row):
        if all((row - r).abs().max().item() > self.tol for r in self.rows):
            self.rows.append(row)

def distinct_units(weight, tol=1e-6):
    seen = Seen(tol)
    for row in weight:
        seen.add(row)
    return len(seen.rows)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
