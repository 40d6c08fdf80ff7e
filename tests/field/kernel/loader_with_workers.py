# The factors come from a loader with as many workers as d2l asks for.
#
# scores: 3 3 2 2

work.answer(
    "exploding",
    "multiply_all",
    """def multiply_all(M, factors):
    loader = torch.utils.data.DataLoader(
        factors, batch_size=None, num_workers=d2l.get_dataloader_workers()
    )
    for F in loader:
        M = M @ F
    return M
""",
)
