"""The command that says a scheme in words: on the terminal, or into a file for sign-off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from improving_value.kernel.issues import Issue, Location, Rejected

PRINTED_AS = (".md", ".html")


def write_words(scheme: str, out: Path | None, schemes: Sequence[Path], datasets: Sequence[Path]) -> int:
    """Print a scheme's chapter as Markdown, or write it to a file: Markdown or HTML, by the file's ending. Drafts may be read too."""
    from improving_value.check.scheme import check_scheme
    from improving_value.library import open_dictionary
    from improving_value.listing.common import chosen
    from improving_value.words.chapter import chapter
    from improving_value.words.printing import html, markdown

    if out is not None:
        _require_writable(out)
    loaded, issues = chosen([scheme], schemes)
    if issues:
        raise Rejected(issues)
    checked = check_scheme(loaded[0], open_dictionary(datasets), {})
    blocks = chapter(checked)
    if out is None:
        print(markdown(blocks), end="")
        return 0
    text = html(checked.scheme.title, blocks) if out.suffix.lower() == ".html" else markdown(blocks)
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        raise Rejected([_not_writable(out, "a place where nothing can be written", "a file this user may write")]) from None
    print(f"Written to {out}.")
    return 0


def _require_writable(out: Path) -> None:
    if out.suffix.lower() not in PRINTED_AS:
        raise Rejected([_not_writable(out, f"`{out}`, which ends in neither `.md` nor `.html`", "a file that ends in `.md` or `.html`")])
    if out.is_dir() or not out.parent.is_dir():
        raise Rejected(
            [_not_writable(out, f"`{out}`, whose folder is not there, or which is a folder", "a file in a folder that is there")]
        )


def _not_writable(out: Path, found: str, expected: str) -> Issue:
    return Issue("output-not-writable", Location(str(out)), found, expected, "choose another `--out`; nothing was written")
