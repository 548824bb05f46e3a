"""The attack over all built-in schemes, by hand: `python -m disclosure.attack_all FOLDER ...` of runs with `--shareable`, one or several together."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from compile.schemes import SCHEMES
from disclosure.everything import attack, read
from disclosure.product import SCHEME, WHAT

UNTOLD = "--untold"
"""Not to tell the attack which of an organisation's hidden periods are 1 to 7."""


def main(*folders: Path, told: bool) -> None:
    start = time.process_time()
    attacked = attack(SCHEMES, *(read(folder, str(folder)) for folder in folders), told=told)
    sizes = f"{len(attacked.true)} numbers, {len(attacked.bounds.relations)} relations"
    print(f"{sizes}, {len(attacked.suppressed)} suppressed counts of people, {time.process_time() - start:.0f} s")
    found = attacked.recovered()
    for key, number in found.items():
        print(number, *key, sep=" | ")
    print(len(found), "recovered", Counter(key[SCHEME : WHAT + 1] for key in found).most_common(), f"{time.process_time() - start:.0f} s")


if __name__ == "__main__":
    main(*map(Path, [text for text in sys.argv[1:] if text != UNTOLD]), told=UNTOLD not in sys.argv)
