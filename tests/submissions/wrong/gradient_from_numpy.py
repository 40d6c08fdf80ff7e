# Turns x into a NumPy array without copying it to the CPU first.
#
# sigmoid_gradient: 0
# needs: accelerator
# caught by: all
# says: raised TypeError
# visible check passes: sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    s = 1 / (1 + d2l.np.exp(-abs(x.detach().double().numpy())))
    return torch.as_tensor(s * (1 - s)).to(x)
