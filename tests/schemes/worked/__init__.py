"""The catalogue's worked examples, a module for each scheme: what must come out, what only a wrong reading gives, where a verdict flips.

A module may have `WANTED`, `TRAPS`, `FORBIDDEN` and `BOUNDARIES`, each a tuple of what `case` names; `gathered` puts all modules together.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def gathered(name: str) -> tuple[Any, ...]:
    """Return the cases of one sort of every module, by name of module."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__) if found.name != "case"]
    return tuple(case for module in modules for case in getattr(module, name, ()))
