# Works on deep copies.
#
# signal_and_gradient: 3

# %% signal_and_gradient
import copy

def signal_and_gradient(weights, x, gradient):
    ws = copy.deepcopy([w.detach() for w in weights])
    x = x.detach().clone()
    x.requires_grad = True
    outs = [x]
    for w in ws:
        y = torch.mm(outs[-1], w.transpose(0, 1))
        outs.append(torch.maximum(y, torch.zeros_like(y)))
    for out in outs[1:]:
        out.retain_grad()
    torch.autograd.backward([outs[-1]], [gradient.detach().clone()])
    sig, gra = [], []
    for out in outs:
        sig.append(torch.sqrt(torch.mean(out.detach() ** 2)).item())
        gra.append(torch.sqrt(torch.mean(out.grad ** 2)).item())
    return sig, gra
