"""Says in an assignment's language what its checks and the grader say in their own.

The file `sentences.toml` among an assignment's hidden checks may say its language, and a
translation of each sentence that its students read:

    "en" = "zh-CN"
    "One of the curves is the sigmoid." = "…"

The sentences of the grader are in `languages/`, a file for each language; what an assignment says
itself comes first.

`{}` stands for any words, which are translated, too, if the file holds them as a sentence of
their own; the translation may turn their order round, as in `{1} … {0}`. A sentence without a
translation is said as it is. A result is translated where it is shown, never where it is kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from grading.sandbox.told import Told

FILE = "sentences.toml"
LANGUAGES = Path(__file__).parent / "languages"
DETAILS = ("hints", "checks", "scores")  # each tells less than the one before
BLANK = re.compile(r"\{(\d*)\}")


class Sentences:
    """Translates sentences: `say("…")`.

    Attributes:
        translations: by sentence.
        detail: how much its students read of what the checks found, one of `DETAILS`.
    """

    def __init__(self, translations: dict[str, str], detail: str = "hints") -> None:
        self.translations, self.detail = translations, detail
        # The one that leaves least to its blanks comes first: `{}` {}. would fit most sentences.
        by_words = sorted(translations.items(), key=lambda item: -len(item[0].replace("{}", "")))
        self._patterns = [(_pattern(text), other) for text, other in by_words]

    @classmethod
    def read(cls, checks: Path, detail: str = "hints") -> Sentences:
        """Return the translations of the assignment whose hidden checks are in this folder."""
        own = _read(checks / FILE)
        of_the_grader = _read(LANGUAGES / f"{own.get('en', 'en')}.toml")
        return cls(
            own | (of_the_grader | own), detail
        )  # in this order, as the first that fits counts

    def __call__(self, text: Told) -> Told:
        """Return the sentence in the assignment's language, or as it is."""
        for pattern, translation in self._patterns:
            if found := pattern.fullmatch(text):
                words = [self(Told(word)) for word in found.groups()]
                return Told(_fill(translation, words))
        return text


def _read(path: Path) -> dict[str, str]:
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def _fill(translation: str, words: Sequence[str]) -> str:
    """Put words in the places of `{}`, in order, and of `{0}`; other braces are just text."""
    in_order = iter(words)
    return BLANK.sub(lambda at: words[int(at[1])] if at[1] else next(in_order), translation)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, text.split("{}"))), re.DOTALL)
