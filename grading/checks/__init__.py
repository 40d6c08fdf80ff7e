"""The hidden checks of one notebook: how they are run, what they may use, and what they find.

Other rooms use `runner` (grade a notebook), `settings`, and `outcome` and `chart` (what was found);
files of hidden checks use `expect`.
"""
