"""A document printed: as Markdown for mail and version control, as HTML for paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from improving_value.words.document import Block, Bullets, Heading, Item, Paragraph, Table

_SPECIAL = re.compile(r"([\\`*|<\[])")
_STYLE = (
    "body{font:16px/1.5 Arial,sans-serif;max-width:50em;margin:2em auto;padding:0 1em;color:#212b32}"
    "h1,h2,h3,h4{line-height:1.25;page-break-after:avoid}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #768692;padding:.3em .6em;text-align:left;vertical-align:top}li{margin:.2em 0}"
    "a.ref{font-size:.8em;color:#4c6272;text-decoration:none;padding:.2em}body{overflow-wrap:break-word}"
    ":focus-visible{outline:3px solid #212b32;box-shadow:0 0 0 6px #ffeb3b}.scroll{overflow-x:auto;padding:1px}"
    "@media print{.scroll{overflow:visible}thead{display:table-header-group}tr{break-inside:avoid}}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a browser may do with the page: show it. Nothing is fetched, nothing runs."""


def markdown(blocks: Sequence[Block]) -> str:
    """Return a document as Markdown."""
    return "\n\n".join("\n".join(_markdown(block)) for block in blocks) + "\n"


def _marked(text: str) -> str:
    """Return text in which nothing is taken for Markdown."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _markdown(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"{'#' * level} {_marked(text)}"
        case Paragraph(text, lead):
            yield f"**{_marked(lead)}** {_marked(text)}".rstrip() if lead else _marked(text)
        case Bullets(items, numbered):
            yield from _lines(items, numbered, "")
        case Table(heads, rows, anchors):
            yield f"| {' | '.join(_marked(head) for head in heads)} |"
            yield f"|{' --- |' * len(heads)}"
            for row in rows:
                cells = [_marked(cell) for cell in row]
                if anchors:
                    cells[0] = f'<a id="{cells[0].lower()}"></a>{cells[0]}'
                yield f"| {' | '.join(cells)} |"


def _lines(items: Sequence[Item], numbered: bool, indent: str) -> Iterator[str]:
    for place, item in enumerate(items, 1):
        mark = f"{place}. " if numbered else "- "
        lead = f"**{_marked(item.lead)}** " if item.lead else ""
        ref = f" ([{item.ref}](#{item.ref.lower()}))" if item.ref else ""
        yield f"{indent}{mark}{f'{lead}{_marked(item.text)}'.rstrip()}{ref}"
        yield from _lines(item.parts, False, indent + " " * len(mark))


def html(title: str, blocks: Sequence[Block]) -> str:
    """Return a document as one HTML page that needs nothing else."""
    body = "\n".join("".join(_html(block)) for block in blocks)
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title><style>{_STYLE}</style>'
    )
    return f'<!DOCTYPE html>\n<html lang="en-GB"><head>{head}</head>\n<body><main>\n{body}\n</main></body></html>\n'


def _html(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text, lead):
            yield f"<p>{_bold(lead)}{escape(text)}</p>"
        case Bullets(items, numbered):
            yield from _html_list(items, "ol" if numbered else "ul")
        case Table(heads, rows, anchors):
            yield f'<div class="scroll" role="group" tabindex="0" aria-label="Table: {escape(", ".join(heads))}">'
            yield "<table><thead><tr>" + "".join(f'<th scope="col">{escape(head)}</th>' for head in heads) + "</tr></thead><tbody>"
            for row in rows:
                anchor = f' id="{escape(row[0].lower())}"' if anchors else ""
                yield f"<tr{anchor}>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            yield "</tbody></table></div>"


def _bold(lead: str) -> str:
    return f"<strong>{escape(lead)}</strong> " if lead else ""


def _html_list(items: Sequence[Item], tag: str) -> Iterator[str]:
    yield f"<{tag}>"
    for item in items:
        ref = f' <a class="ref" href="#{escape(item.ref.lower())}">{escape(item.ref)}</a>' if item.ref else ""
        yield f"<li>{_bold(item.lead)}{escape(item.text)}{ref}"
        if item.parts:
            yield from _html_list(item.parts, "ul")
        yield "</li>"
    yield f"</{tag}>"
