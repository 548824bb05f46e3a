"""What is remembered of an expression is not given for another that came to stand in its place."""

from __future__ import annotations

from pathlib import Path

from improving_value.assess.cells import CellTable
from improving_value.assess.evaluation import Evaluation
from improving_value.expression.nodes import Name
from regressions.small import example


def test_an_expression_that_is_gone_leaves_no_answer_behind(tmp_path: Path) -> None:
    made = example(tmp_path, ["packs: 12, amount: 24"])
    evaluation = Evaluation(made.checked, CellTable(made.checked, made.results))
    for parameter in ("limit", "least", "price"):
        # Each name goes as soon as it is answered, and the next is made where it stood.
        assert evaluation.rests_on(Name(parameter, (0, 1), kind="parameter")) == (parameter,)
