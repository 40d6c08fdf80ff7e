"""The hidden checks of one notebook: how they are run, what they may use, and what they find."""
