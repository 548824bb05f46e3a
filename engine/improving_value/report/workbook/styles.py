"""How the workbook looks: few formats, each with one meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

DARK, PALE, INPUT, EDGE, GREY = "#003087", "#E8EDEE", "#FFF9C4", "#AEB7BD", "#4C6272"
MONEY = '#,##0.00_);(#,##0.00);"-"_);@_)'
NUMBER = '#,##0.00##_);(#,##0.00##);"-"_);@_)'
WHOLE = '#,##0_);(#,##0);"-"_);@_)'
SHARE = '0.0%_);(0.0%);"-"_);@_)'
PLAIN = "#,##0.########;-#,##0.########;0;@"
"""Of a value that somebody may type: as many places as it has, and a nought that can be seen."""

_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": DARK},
    "heading": {"bold": True, "font_size": 12, "font_color": DARK},
    "words": {"text_wrap": True, "valign": "top"},
    "words_line": {},
    "note": {"font_color": GREY, "italic": True},
    "wrapped_note": {"font_color": GREY, "italic": True, "text_wrap": True, "valign": "top"},
    "flag": {"bold": True, "bg_color": PALE, "border": 1, "border_color": EDGE},
    "link": {"font_color": "#005EB8", "underline": 1},
    "head": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": DARK,
        "text_wrap": True,
        "valign": "top",
        "border": 1,
        "border_color": EDGE,
    },
    "unit": {"italic": True, "font_color": GREY, "bg_color": PALE, "text_wrap": True, "valign": "top", "border": 1, "border_color": EDGE},
    "text": {"num_format": "@", "indent": 1},
    "wrapped": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "date": {"num_format": "d mmm yyyy", "align": "left"},
    "month": {"num_format": "mmm yy", "align": "left"},
    "number": {"num_format": NUMBER, "align": "right"},
    "whole": {"num_format": WHOLE, "align": "right"},
    "money": {"num_format": MONEY, "align": "right"},
    "count": {"num_format": "0;-0;;@", "align": "right"},
    "data_whole": {"num_format": WHOLE, "align": "right", "font_color": "#0000FF"},
    "data_count": {"num_format": "0", "align": "right", "font_color": "#0000FF"},
    "quiet": {"num_format": "0;-0;;@", "align": "right", "font_color": GREY},
    "quiet_text": {"num_format": "@", "font_color": GREY},
    "quiet_money": {"num_format": "#,##0.00_);(#,##0.00);;@_)", "align": "right"},
    "share": {"num_format": SHARE, "align": "right"},
    "state": {"align": "left"},
    "data_text": {"num_format": "@", "indent": 1, "font_color": "#0000FF"},
    "data_number": {"num_format": NUMBER, "align": "right", "font_color": "#0000FF"},
    "data_money": {"num_format": MONEY, "align": "right", "font_color": "#0000FF"},
    "data_date": {"num_format": "d mmm yyyy", "font_color": "#0000FF", "align": "left"},
    "data_state": {"font_color": "#0000FF", "align": "left"},
    "input_number": {"num_format": PLAIN, "align": "right"},
    "input_share": {"num_format": "0.0##%;-0.0##%;0%;@", "align": "right"},
    "input_text": {"num_format": "@"},
    "input_state": {"align": "left"},
    "input_money": {"num_format": "#,##0.00;-#,##0.00;0.00;@", "align": "right"},
    "input_any": {"align": "left"},
    "input_date": {"num_format": "d mmm yyyy", "align": "left"},
    "sample": {"num_format": PLAIN, "bg_color": INPUT, "font_color": "#0000FF", "border": 1, "border_color": EDGE},
    "fixed_number": {"num_format": PLAIN, "align": "right", "font_color": GREY},
    "fixed_exact": {"num_format": "0.###############", "font_color": GREY},
    "fixed_share": {"num_format": "0.0##%;-0.0##%;0%;@", "align": "right", "font_color": GREY},
    "fixed_text": {"num_format": "@", "indent": 1, "font_color": GREY},
    "result": {"num_format": MONEY, "align": "right", "bold": True, "bg_color": PALE, "top": 1, "border_color": EDGE},
    "result_text": {"num_format": "@", "indent": 1, "bold": True, "bg_color": PALE, "top": 1, "border_color": EDGE},
    "result_whole": {"num_format": WHOLE, "align": "right", "bold": True, "bg_color": PALE, "top": 1, "border_color": EDGE},
    "good": {"font_color": "#003087", "bold": True},
    "bad": {"font_color": "#212B32", "bg_color": "#F8B179", "bold": True},
}


def formats(book: Workbook) -> dict[str, Format]:
    """Return the formats by name; those of inputs can be typed in."""
    made = {}
    for name, properties in _FORMATS.items():
        extra = (
            {"locked": False, "bg_color": INPUT, "font_color": "#0000FF", "border": 1, "border_color": EDGE}
            if name.startswith("input_")
            else {}
        )
        made[name] = book.add_format({"font_name": "Arial", "font_size": 10, **properties, **extra})
        if name in ("head", "unit"):
            made[f"{name}_right"] = book.add_format({"font_name": "Arial", "font_size": 10, **properties, "align": "right", "indent": 1})
    return made
