"""A report sees only what disclosure control has passed."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "engine" / "improving_value"


def test_only_disclosure_makes_what_may_be_shown() -> None:
    """No other module calls `Disclosed(…)`, or `replace` with something that is called so."""
    makers = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                first = node.args[0] if node.args else None
                if called == "Disclosed" or (called == "replace" and isinstance(first, ast.Name) and first.id == "disclosed"):
                    makers.append(path.relative_to(PACKAGE).as_posix())
    assert set(makers) == {"assess/disclosure.py"}


def test_pages_and_tables_of_a_run_are_made_from_what_was_disclosed() -> None:
    """What writes a product of a run takes `Disclosed`; only `writing`, which asks for it, is given an assessment."""
    for module, function in (("page", "render_page"), ("page", "page_of"), ("tables", "write_tables")):
        tree = ast.parse((PACKAGE / "report" / f"{module}.py").read_text(encoding="utf-8"))
        found = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function)
        assert ast.unparse(found.args.args[0].annotation or ast.Constant(None)) == "Disclosed", function
    asking = [path.stem for path in sorted((PACKAGE / "report").glob("*.py")) if "disclose(" in path.read_text(encoding="utf-8")]
    assert asking == ["writing"]
