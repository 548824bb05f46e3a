"""A sheet whose formulas are written as they are: none has a function that Excel would want renamed."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet


class PlainSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A worksheet that does not look each formula through for thirty functions we never write: that took half of the time."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula[1:] if formula.startswith("=") else str(super()._prepare_formula(formula, expand_future_functions))
