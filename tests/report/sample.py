"""A whole run made by hand: four schemes, twelve providers, three hubs, two regions, four quarters and the year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from improving_value.assess.assessment import (
    Assessment,
    CostRow,
    CountRow,
    DatasetQuality,
    FormulaLine,
    KpiRow,
    NotRun,
    ParameterLine,
    RuleRow,
    SavingRow,
    SchemeAssessment,
    Verdict,
)
from improving_value.assess.disclosure import INTERNAL, Disclosed, disclose
from improving_value.kernel.issues import Issue, Location
from improving_value.kernel.periods import pieces_of, read_period
from improving_value.spec.models import Kpi, Scheme
from report.sample_schemes import schemes

SPAN = read_period("2017/18")
BASELINE = read_period("2016/17")
QUARTERS = pieces_of(SPAN, "quarter")
NAMES = (
    "Ashcombe University Hospitals",
    "Brackley General",
    "Coldharbour Hospitals",
    "Dunmere Teaching Hospitals",
    "Eastfold and Marsh Hospitals",
    "Fenwick Royal Infirmary",
    "Greatford Hospitals",
    "Harrowgate Park Hospital",
    "Inverleigh Hospitals Group",
    "Joyford District",
    "Kingsbarrow University Hospitals of the Western Vale",
    "Lowmoor Hospital",
)
PROVIDERS = tuple(f"R{number:02d}" for number in range(1, 13))
HUB_OF = {code: f"H{number % 3 + 1}" for number, code in enumerate(PROVIDERS)}
REGION_OF = {"H1": "Y1", "H2": "Y1", "H3": "Y2"}
ORGANISATIONS = {
    **dict(zip(PROVIDERS, NAMES, strict=True)),
    "H1": "Northern hub",
    "H2": "Midland hub",
    "H3": "Southern hub",
    "Y1": "North and Midlands",
    "Y2": "South",
}


@dataclass(frozen=True)
class Place:
    """An organisation in a period, and the provider-quarters it stands for."""

    level: str
    organisation: str
    period: str
    parts: tuple[tuple[int, int], ...]


def places(without: tuple[str, ...] = ()) -> Iterator[Place]:
    listed = [code for code in PROVIDERS if code not in without]
    groups = [("provider", code, [code]) for code in listed]
    groups += [("hub", hub, [code for code in listed if HUB_OF[code] == hub]) for hub in ("H1", "H2", "H3")]
    groups += [("region", region, [code for code in listed if REGION_OF[HUB_OF[code]] == region]) for region in ("Y1", "Y2")]
    groups += [("all", "", listed)]
    for level, organisation, codes in groups:
        numbers = [PROVIDERS.index(code) for code in codes]
        for quarter, period in enumerate(QUARTERS):
            yield Place(level, organisation, period.label, tuple((number, quarter) for number in numbers))
        yield Place(level, organisation, SPAN.label, tuple((number, quarter) for number in numbers for quarter in range(4)))


def eligible_of(provider: int, quarter: int) -> int:
    return 14 + (provider * 7 + quarter * 3) % 23


def reached_of(provider: int, quarter: int, salt: int) -> int:
    return eligible_of(provider, quarter) * (46 + (provider * 13 + quarter * 5 + salt * 17) % 49) // 100


def judged(value: float | None, kpi: Kpi, target: float | None, units: int) -> Verdict:
    if value is None:
        return "no_activity"
    if kpi.better == "interpret":
        return "interpret"
    if target is None:
        return "no_target"
    if units < 20:
        return "insufficient"
    return "met" if (value >= target if kpi.better == "higher" else value <= target) else "not_met"


def kpi_rows(scheme: Scheme, kpi: Kpi, salt: int, without: tuple[str, ...]) -> Iterator[KpiRow]:
    target = {"target_share": 0.8, "every_patient": 1.0, "all_of_it": 0.8, "half": 0.5, "all_of_them": 0.9}.get(kpi.target or "")
    unit = kpi.unit or "share"
    for place in places(without):
        units = sum(eligible_of(*part) for part in place.parts)
        reached = sum(reached_of(*part, salt) for part in place.parts)
        shares = {"": 1.0} if not kpi.distribution else {"up to 1 g/kg": 0.55, "over 1, up to 2 g/kg": 0.33, "over 2 g/kg": 0.12}
        for category, part in shares.items():
            top: float | None = float(round(reached * part)) if kpi.distribution else float(reached)
            value: float | None = top / units if unit == "share" and top is not None else round(reached * 31.25 + salt, 3)
            if kpi.reported:
                top = value = None
            verdict = "not_reported" if kpi.reported else judged(value, kpi, target, units)
            below = float(units) if top is not None and unit == "share" else None
            yield KpiRow(
                kpi.kpi,
                kpi.distribution or "",
                category,
                place.level,
                place.organisation,
                place.period,
                top if below else None,
                below,
                value,
                unit,
                salt % 3,
                target,
                kpi.better,
                verdict,
            )


def saving_rows(scheme: Scheme, salt: int, without: tuple[str, ...], unable: dict[str, str]) -> Iterator[SavingRow]:
    for number, saving in enumerate(scheme.savings):
        for scenario in ("default", *(item.scenario for item in scheme.scenarios)):
            for place in places(without):
                pence = sum((eligible_of(*part) - reached_of(*part, salt)) * 12_345 for part in place.parts) - 900_000 * (
                    saving.state == "realised"
                )
                pence = pence * (100 if scenario == "default" else 83) // (100 + 37 * number)
                needs = unable.get(saving.saving, "")
                part = place.level == "all" and scheme.scheme == "ms_dmt"
                status = "not_calculable" if needs else "partial" if part else "calculated"
                yield SavingRow(
                    saving.saving,
                    scenario,
                    place.level,
                    place.organisation,
                    place.period,
                    None if needs else pence,
                    saving.class_,
                    saving.state,
                    saving.recurrent,
                    saving.payer,
                    status,
                    needs or ("approval dates of Brackley General" if part else ""),
                )


def count_rows(scheme: Scheme, unit: str, without: tuple[str, ...]) -> Iterator[CountRow]:
    for place in places(without):
        units, turned, unknown = (
            sum(how(*part) for part in place.parts)
            for how in (eligible_of, lambda p, q: p % 3 * bool(scheme.units[unit].eligible), lambda p, q: (p + q) % 2)
        )
        yield CountRow(unit, place.level, place.organisation, place.period, units + turned + unknown, units, turned, unknown)


def rule_rows(scheme: Scheme, unit: str, without: tuple[str, ...]) -> Iterator[RuleRow]:
    rules = scheme.units[unit].eligible
    for place in places(without):
        turned, unknown = sum(p % 3 for p, _ in place.parts), sum((p + q) % 2 for p, q in place.parts)
        if rules:
            yield RuleRow(unit, rules[0].rule, rules[0].say, "not_eligible", "", place.level, place.organisation, place.period, turned)
            yield RuleRow(
                unit, rules[1].rule, rules[1].say, "undetermined", "weight_kg", place.level, place.organisation, place.period, unknown
            )
        else:
            yield RuleRow(unit, "keep", "In scope", "undetermined", "drug", place.level, place.organisation, place.period, unknown)


def parameter_lines(scheme: Scheme) -> tuple[ParameterLine, ...]:
    if scheme.scheme == "acc_delayed_discharges":
        return (
            ParameterLine(
                "bed_price",
                "Price of a critical care bed day",
                "",
                date(2017, 4, 1),
                None,
                None,
                "GBP/day",
                "local",
                "",
                ("phase_1",),
                False,
            ),
            ParameterLine("half", "Share delayed at most", "", None, None, "0.50", "share", "published", "guide", ("delayed_rate",), False),
        )
    return (
        ParameterLine(
            "target_share",
            "Share of courses to reach",
            "",
            None,
            None,
            "0.80",
            "share",
            "published",
            "Improving Value Menu of Opportunities, page 9",
            ("pct_courses_le_1", "opportunity_to_target"),
            False,
        ),
        ParameterLine(
            "price",
            "Price of the product",
            "Product A",
            date(2017, 4, 1),
            date(2018, 4, 1),
            "34.00",
            "GBP/g",
            "local",
            "demonstration price list",
            ("opportunity_all", "opportunity_to_target", "realised", "itp_ig_spend", "in_year", "opportunity_fye", "challenge"),
            True,
        ),
        ParameterLine(
            "price", "Price of the product", "Product B", None, None, "withheld", "GBP/g", "local", "contract", ("opportunity_all",), False
        ),
    )


def assessed(scheme: Scheme, salt: int, without: tuple[str, ...], unable: dict[str, str]) -> SchemeAssessment:
    chain: Callable[[Iterator[Iterator[object]]], tuple] = lambda parts: tuple(row for part in parts for row in part)  # noqa: E731
    formulas = tuple(
        FormulaLine(
            item.saving,
            "default",
            item.each or item.total or "",
            f"For each unit: {item.each or item.total}",
            "148.000 g × £34.00 per g = £5,032.00",
        )
        for item in scheme.savings
    )
    costs = tuple(
        CostRow(
            cost.cost,
            place.level,
            place.organisation,
            place.period,
            0 if cost.value is not None else None,
            True,
            "calculated" if cost.value is not None else "not_calculable",
            "" if cost.value is not None else "the clerk's pay",
        )
        for cost in scheme.costs
        for place in places(without)
    )
    warning = Issue(
        "baseline-out-of-reach",
        Location("cc_periods.csv"),
        "data from 2016-10-01",
        "data from 2016-04-01",
        "supply the first half year",
        "warning",
    )
    return SchemeAssessment(
        scheme,
        "9f2c41d07be58a36" * 4,
        QUARTERS,
        SPAN,
        BASELINE,
        chain(count_rows(scheme, unit, without) for unit in scheme.units),
        chain(rule_rows(scheme, unit, without) for unit in scheme.units),
        chain(kpi_rows(scheme, kpi, salt + number, without) for number, kpi in enumerate(scheme.kpis)),
        tuple(saving_rows(scheme, salt, without, unable)),
        costs,
        parameter_lines(scheme),
        formulas,
        {unit: 1_234_500 for unit in scheme.units},
        (warning,) if salt == 9 else (),
    )


def sample() -> Assessment:
    dosing, switching, approvals, discharges = schemes()
    issue = Issue(
        "field-missing-in-data",
        Location("schemes/atain_term_admissions.yaml", 31, 7),
        "no column `gestation_weeks`",
        "the columns the scheme uses",
        "add the column, or name it in the mapping",
    )
    return Assessment(
        engine_version="0.1.0",
        span=SPAN,
        baseline=BASELINE,
        schemes=(
            assessed(dosing, 0, (), {}),
            assessed(switching, 3, ("R02", "R07", "R12"), {"attendance_saving": "day_case_tariff (day-case tariff)"}),
            assessed(approvals, 5, ("R12",), {"realised": "baseline.unmatched_share"}),
            assessed(discharges, 9, (), {"phase_1": "bed_price (price of a critical care bed day)"}),
        ),
        not_run=(NotRun("atain_term_admissions", "Term admissions to neonatal units (ATAIN)", (issue,)),),
        quality=(
            DatasetQuality(
                "ig_infusions",
                "ig_infusions.csv",
                "ab12" * 16,
                4_812,
                4_790,
                22,
                7,
                (("not-a-date", "infusion_date", 15), ("out-of-range", "weight_kg", 41), ("required-missing", "patient_id", 7)),
            ),
            DatasetQuality("invoices", "invoices.parquet", "cd34" * 16, 12_044, 12_044, 0, 0, ()),
            DatasetQuality("cc_periods", "cc_periods.csv", "ef56" * 16, 1, 0, 1, 0, (("ambiguous-hour", "discharge_at", 1),)),
        ),
        organisations=ORGANISATIONS,
        warnings=("The baseline is read for half of its length only: data begin on 2016-10-01.",),
        run_record={
            "engine_version": "0.1.0",
            "span": "2017/18",
            "baseline": "2016/17",
            "schemes": {item.scheme: {"sha256": "9f2c41d07be58a36" * 4} for item in schemes()},
            "inputs": [{"file": "ig_infusions.csv", "rows": 4812, "sha256": "ab12" * 16}],
        },
    )


def as_it_is(assessment: Assessment) -> Disclosed:
    """Return an assessment as the internal product shows it."""
    return disclose(assessment, INTERNAL)
