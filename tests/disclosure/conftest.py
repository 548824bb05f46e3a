"""One run for all tests of what is shared."""

from __future__ import annotations

import pytest

from disclosure.product import Product
from disclosure.runs import SCHEMES, made


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Product:
    return made(tmp_path_factory.mktemp("attack"), "2017/18", SCHEMES, "year")
