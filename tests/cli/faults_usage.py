"""Faults of the command: its options, the files it names, where it is to write, what it asks for."""

from __future__ import annotations

from pathlib import Path

from cli.faults import SCHEME, Fault
from cli.faults_data import fine
from cli.terminal import CHECK, RUN, run_with, spoil

EXPLAIN = ("explain", "late_discharges", "--schemes", "schemes", "--data", "activity", "--period", "2017/18 Q1")


def _empty_folder(folder: Path) -> None:
    (folder / "nothing").mkdir()


def _file_in_the_way(folder: Path) -> None:
    (folder / "results").write_text("a letter\n", encoding="utf-8")


def _other_folder(folder: Path) -> None:
    (folder / "results" / "internal").mkdir(parents=True)
    (folder / "results" / "internal" / "letters.txt").write_text("a letter\n", encoding="utf-8")


def _parameters(name: str, title: str, old: str, new: str, command: tuple[str, ...] = RUN, code: int = 1) -> Fault:
    """Return a fault of the parameters file: one text in place of another."""
    return Fault(name, title, lambda folder: spoil(folder / "parameters.yaml", old, new), command, code)


def _wrong_example(folder: Path) -> None:
    spoil(folder / SCHEME, "waiting: 500.00", "waiting: 499.00")


COMMANDS = (
    Fault("use_period", "A period that cannot be read", fine, run_with("--period", "2017-18"), 2),
    Fault("use_baseline", "A baseline that overlaps the period", fine, (*RUN, "--baseline", "2017/18"), 2),
    Fault("use_unknown_scheme", "A scheme that does not exist", fine, (*RUN, "--scheme", "late_discharge"), 2),
    Fault("use_unknown_check", "A scheme to check that does not exist", fine, ("check", "late_discharge", "--schemes", "schemes"), 2),
    Fault("use_unknown_file", "A scheme file that does not exist", fine, ("check", "schemes/late.yaml"), 2),
    Fault("use_schemes_folder", "A folder of schemes that does not exist", fine, ("menu", "--schemes", "scheme"), 2),
    Fault("use_no_schemes", "A folder without schemes", _empty_folder, ("check", "--schemes", "nothing"), 1),
    Fault("use_parameters_file", "A parameters file that does not exist", fine, run_with("--parameters", "parameter.yaml"), 2),
    Fault("use_since", "A folder without the results of an earlier run", _empty_folder, (*RUN, "--since", "nothing"), 2),
    Fault("use_pack", "A pack for an organisation without figures", fine, (*RUN, "--pack", "RX9"), 2),
    Fault("use_engine", "An engine that does not exist", fine, ("sql", "late_discharges", "--schemes", "schemes", "--engine", "sqlite"), 2),
    Fault("use_explain_unknown", "A question about nothing that exists", fine, ("explain", "unknown-nam"), 2),
    Fault("use_explain_nobody", "A patient who is not in the data", fine, (*EXPLAIN, "--patient", "P99"), 1),
)

OUTPUT = (
    Fault("out_file", "A file where the results should go", _file_in_the_way, RUN, 3),
    Fault("out_not_ours", "A folder that no run made", _other_folder, RUN, 3),
    Fault("out_other_period", "A period without any activity", fine, run_with("--period", "2021/22"), 1),
    Fault("out_no_parameters", "Local values that nobody supplied", fine, run_with("--parameters", None), 0),
)

PARAMETERS = (
    _parameters("par_unknown", "A value for a parameter that does not exist", "  bed_day:", "  bedday:"),
    _parameters("par_unit", "A text where a price is wanted", "value: 1000.00", "value: a thousand"),
    _parameters("par_range", "A price below zero", "value: 1000.00", "value: -1000.00"),
    _parameters("par_keys", "A price by a column that it does not depend on", "{provider_code: RX2", "{product: RX2"),
    _parameters("par_twice", "Two values on one day", "{provider_code: RX2, value: 1200.00,", "{value: 1200.00,"),
    Fault("example_differs", "An example that does not come out", _wrong_example, CHECK, 1),
)
