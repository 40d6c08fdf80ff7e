# Returns tensors of every odd kind: sparse, quantized, complex, meta, nested, boundless views.
#
# must: earn nothing beyond the dtype, which some of them keep, and be no fault of the grader's
# multiply_all: 0.25

# %%
import torch

make = [
    lambda x: torch.zeros(1).expand(10**12), lambda x: x.to_sparse(), lambda x: x.to("meta"), lambda x: x.to(torch.complex64),
    lambda x: x.to(torch.complex128), lambda x: x.float().to(torch.float8_e4m3fn), lambda x: x > 0, lambda x: x.int(),
    lambda x: torch.quantize_per_tensor(x.float(), 0.1, 0, torch.qint8), lambda x: torch.nested.nested_tensor([x, x]),
    lambda x: x * float("nan"), lambda x: x + float("inf"), lambda x: x.unsqueeze(0).expand(50, *x.shape), lambda x: x.half(),
    lambda x: torch.zeros(0, 10**9), lambda x: x.conj() * 1j, lambda x: torch.zeros((1,) * 60), lambda x: x.to(torch.uint8),
    lambda x: torch.nn.Parameter(x), lambda x: x.to_mkldnn(), lambda x: torch.sparse_csr_tensor([0, 1], [0], [1.0]),
    lambda x: x.to(torch.bfloat16), lambda x: x.refine_names(*"abcdefg"[: x.dim()]), lambda x: torch._neg_view(x),
]
count = iter(range(10**6))


def odd(x):
    return make[next(count) % len(make)](x.detach())


# %% sigmoid_gradient
sigmoid_gradient = odd

# %% multiply_all
multiply_all = lambda M, factors: odd(M)

# %% exploding_product
exploding_product = lambda size=4, **kwargs: (odd(torch.zeros(size, size)), odd(torch.zeros(size, size)))
