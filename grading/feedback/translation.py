"""Translates check texts, hints and the grader's sentences into the assignment's language.

The file `sentences.toml` in the folder of an assignment's hidden checks may name the language, and
translate each sentence that students read:

    "en" = "zh-CN"
    "One of the curves is the sigmoid." = "…"

The grader's own sentences are translated in `languages/`, in a file for each language. An
assignment's translation of a sentence comes before the grader's.

`{}` stands for any words. The words are translated, too, where the file holds them as a sentence,
and the translation may change the order of the words, as in `{1} … {0}`. A sentence without a
translation stays as it is. Only pages and reports are translated, never a result that is kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from grading.sandbox.told import Told

FILE = "sentences.toml"
LANGUAGES = Path(__file__).parent / "languages"
DETAILS = ("hints", "checks", "scores")  # from the most to the least that students read
BLANK = re.compile(r"\{(\d*)\}")


class Sentences:
    """Translates sentences into an assignment's language, as in `say("…")`.

    Attributes:
        translations: by the sentence that each translates.
        detail: how much the students read of what the checks found, one of `DETAILS`.
    """

    def __init__(self, translations: dict[str, str], detail: str = "hints") -> None:
        self.translations, self.detail = translations, detail
        # The pattern with most words of its own comes first: `{}` {}. would fit most sentences.
        by_words = sorted(translations.items(), key=lambda item: -len(item[0].replace("{}", "")))
        self._patterns = [(_pattern(text), translation) for text, translation in by_words]

    @classmethod
    def read(cls, checks: Path, detail: str = "hints") -> Sentences:
        """Return the translations of the assignment whose hidden checks are in this folder."""
        own = _read(checks / FILE)
        of_the_grader = _read(LANGUAGES / f"{own.get('en', 'en')}.toml")
        # The assignment's sentences come first, because the first pattern that fits counts.
        return cls(own | (of_the_grader | own), detail)

    def __call__(self, text: Told) -> Told:
        """Return the translation of a sentence, or the sentence itself if there is none."""
        for pattern, translation in self._patterns:
            if match := pattern.fullmatch(text):
                words = [self(Told(word)) for word in match.groups()]
                return Told(_fill_blanks(translation, words))
        return text


def _read(path: Path) -> dict[str, str]:
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def _fill_blanks(translation: str, words: Sequence[str]) -> str:
    in_order = iter(words)
    return BLANK.sub(
        lambda blank: words[int(blank[1])] if blank[1] else next(in_order), translation
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, text.split("{}"))), re.DOTALL)
