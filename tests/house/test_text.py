"""Nothing tracked says where it was written, by whom, or where packages came from."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# In pieces, so that this file does not hold what it looks for.
PATTERNS = {
    "a host of a package registry": "|".join(
        (
            "py" + r"pi\.org",
            "python" + r"hosted\.org",
            "npm" + r"js\.(?:org|com)",
            "conda" + r"\.anaconda",
            r"maven\." + "org",
            r"crates\." + "io",
            "proxy.golang" + r"\.org",
        )
    ),
    "a path of somebody's machine": "|".join(
        (
            r"(?<![\w.])/" + "work" + "/",
            r"(?<![\w.])/" + "root" + "/",
            r"(?<![\w.])/" + "home" + r"/\w",
            r"C:\\" + "Users",
            r"/" + "Users" + r"/\w",
        )
    ),
    "a neighbour of the repository": r"\.\./" + "shared",
    "an e-mail address": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|uk|io|dev|ai)\b",
}
BINARY = (".parquet", ".png", ".ico", ".xlsx", ".gz", ".pdf", ".woff2")


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files that git keeps, and those it would."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return tuple(ROOT / name for name in sorted(listed.stdout.splitlines()))


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
@pytest.mark.parametrize("what", PATTERNS)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(PATTERNS[what])
    found = []
    for path in tracked():
        if path.suffix in BINARY or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert found == []
