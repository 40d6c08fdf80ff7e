# A cell awaits something, as notebooks may.
#
# scores: 3 3 2 2

work.add(
    "exploding",
    """import asyncio
await asyncio.sleep(0)
async def make():
    return torch.matmul
product_of = await make()
""",
    before="multiply_all",
)
work.answer(
    "exploding",
    "multiply_all",
    """def multiply_all(M, factors):
    for F in factors:
        M = product_of(M, F)
    return M
""",
)
