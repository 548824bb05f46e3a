"""Every issue code there is, with its title, its help and an example of the fix.

A new code goes into the part for its room; a test holds that every code an issue carries is here.
"""

from __future__ import annotations

from improving_value.kernel.catalogue_boundaries import BOUNDARY_CODES
from improving_value.kernel.catalogue_claims import CLAIM_CODES
from improving_value.kernel.catalogue_data import DATA_CODES
from improving_value.kernel.catalogue_evidence import EVIDENCE_CODES
from improving_value.kernel.catalogue_expression import EXPRESSION_CODES
from improving_value.kernel.catalogue_finance import FINANCE_CODES
from improving_value.kernel.catalogue_meaning import MEANING_CODES
from improving_value.kernel.catalogue_prove import PROVE_CODES
from improving_value.kernel.catalogue_run import RUN_CODES
from improving_value.kernel.catalogue_scheme import SCHEME_CODES
from improving_value.kernel.catalogue_yaml import YAML_CODES
from improving_value.kernel.code import Code, by_code

__all__ = ["CODES", "Code"]

CODES: dict[str, Code] = by_code(
    *YAML_CODES.values(),
    *SCHEME_CODES.values(),
    *MEANING_CODES.values(),
    *BOUNDARY_CODES.values(),
    *EVIDENCE_CODES.values(),
    *EXPRESSION_CODES.values(),
    *DATA_CODES.values(),
    *RUN_CODES.values(),
    *PROVE_CODES.values(),
    *FINANCE_CODES.values(),
    *CLAIM_CODES.values(),
)
