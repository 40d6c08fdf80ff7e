# Has cells that are hard to parse, to color and to compare: deep, long, of one token, of bad letters.
#
# must: be shown, and run as Python has it

# %%
x = 0; x = ------------------------------------------------------------------------------------------------x

# %%
((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((

# %%
"""
{% if %} {{ 7 * 7 }} {# #} <%= 7 %> ${7} #{7} ]]> --> </script></style></textarea><script>PWNED</script>

# %%
f"{f'{f"{1}"}'!r:{'>' * 3}{10}}" if 0 else (lambda *ａ, **ｂ: (yield))(*[], **{})

# %% multiply_all
def multiply_all(M, factors):
    exec("x = " + "(" * 90 + "1" + ")" * 90)
    exec("y = " + "+".join(["1"] * 3_000))
    return eval("[" * 150 + "]" * 150)
