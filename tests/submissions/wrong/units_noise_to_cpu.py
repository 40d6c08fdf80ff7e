# Adds the noise on the CPU, and leaves the result there.
#
# distinct_units: 1.75
# needs: accelerator
# caught by: test_form
# says: stay on the device
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if all((row - other).abs().max() > tol for other in kept):
            kept.append(row)
    return len(kept)



def break_symmetry(weight, scale, generator=None):
    noise = torch.empty_like(weight).normal_(generator=generator)
    return weight.detach().cpu() + scale * noise.cpu()
