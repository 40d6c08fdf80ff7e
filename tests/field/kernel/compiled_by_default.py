# Every answer is compiled, as torch does it by default.
#
# scores: 3 3 2 2

answers = {
    "vanishing": ["sigmoid_gradient", "plot_sigmoid_gradient"],
    "exploding": ["multiply_all", "exploding_product"],
}
for notebook, names in answers.items():
    with work.edit(notebook) as edited:
        for cell in edited["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") in names:
                cell["source"] = f"@torch.compile\n{cell['source']}"
