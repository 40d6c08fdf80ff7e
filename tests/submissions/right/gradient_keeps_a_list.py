# Goes through a list of numbers.
#
# sigmoid_gradient: 3

# %% sigmoid_gradient
def sigmoid_gradient(x):
    import math

    def slope(number):
        small = math.exp(-abs(number))
        return small / (1 + small) ** 2

    numbers = [slope(number) for number in x.detach().double().flatten().tolist()]
    return torch.tensor(numbers, dtype=x.dtype, device=x.device).reshape(x.shape)
