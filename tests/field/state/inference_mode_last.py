# The last cell enters inference mode and never leaves it.
#
# scores: 3 3 2 2

work.add("vanishing", "mode = torch.inference_mode()\nmode.__enter__()")
