# Puts scripts, formulas, terminal escapes and turned text into legends, labels, scales and titles of figures.
#
# must: be just text in every page, table and alternative text
# plot_sigmoid_gradient: 2.5

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    from matplotlib import pyplot as plt

    x = x.detach().cpu()
    y = torch.sigmoid(x)
    plt.figure(figsize=(4.5, 2.5))
    plt.plot(x, y, label="<script>PWNED</script>\x1b[2J\u202e")
    plt.plot(x, y * (1 - y), label="=HYPERLINK(1)'\"><img src=x onerror=PWNED>")
    plt.xlabel("\x1b]0;PWNED\x07</title><script>PWNED</script>" * 50)
    plt.ylabel("{{7*7}}{% raise %}$\\x")
    plt.title("]]><b>" * 1000)
    plt.legend()
