# A reset stands between the answer and its check.
#
# scores: 3 3 0 2
# shown: was defined, but a cell takes it away

work.add(
    "exploding",
    """%reset -f
import torch
from d2l import torch as d2l
""",
    before="test_multiply_all",
)
