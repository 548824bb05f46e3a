"""How the program ends: what is said when nothing could be done, and the exit code."""

from __future__ import annotations

import errno
import gc
import json as json_module
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from improving_value.kernel.issues import Issue

_USAGE = frozenset(
    {
        "period-not-understood",
        "baseline-overlaps",
        "unknown-scheme",
        "unknown-engine",
        "no-such-pack",
        "not-a-run",
        "no-such-comparison",
    }
)
_RUN = frozenset({"output-exists", "output-locked", "disk-full", "memory-full", "output-not-writable", "missing-dataset", "unclosed-quote"})


def exit_code(issues: Sequence[Issue]) -> int:
    """Return 2 for wrong usage, 3 for data or folders that cannot be used, otherwise 1."""
    errors = [issue for issue in issues if issue.severity == "error"]
    if any(_is_usage(issue) for issue in errors):
        return 2
    return 3 if any(_is_data(issue) for issue in errors) else 1


def _is_usage(issue: Issue) -> bool:
    return issue.code in _USAGE or (issue.where.file.startswith("--") and issue.code == "missing-file" and issue.where.file != "--data")


def _is_data(issue: Issue) -> bool:
    """Tell faults of the data from the same faults of a scheme: a number may be none in a CSV file and in a YAML file."""
    from improving_value.kernel.catalogue_data import DATA_CODES
    from improving_value.kernel.catalogue_finance import FINANCE_CODES

    if issue.where.file.endswith((".yaml", ".yml")):
        return False
    return issue.code in _RUN or issue.code in DATA_CODES or issue.code in FINANCE_CODES


def print_issues(issues: Sequence[Issue]) -> None:
    """Print issues to standard error, in colour on a terminal that wants it."""
    from improving_value.kernel.render import render_issues

    plain = not sys.stderr.isatty() or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    print(render_issues(issues, plain=plain), file=sys.stderr)


def write_json(content: Any) -> None:
    """Print a record to standard output."""
    print(json_module.dumps(content, indent=2, ensure_ascii=False, default=str))


def print_rejection(issues: Sequence[Issue], as_json: bool) -> None:
    """Print why nothing was done; a program that asked for JSON gets it on standard output."""
    from improving_value.kernel.render import issue_as_json

    if as_json:
        write_json({"issues": [issue_as_json(issue) for issue in issues]})
    else:
        print_issues(issues)


def run_to_end(app: Callable[[], object]) -> NoReturn:
    """Run the commands and leave with the exit code: 0 fine, 1 problems found, 2 wrong usage, 3 unusable data, 70 a bug."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # old consoles lack £ and long dashes
    from improving_value.kernel.issues import Rejected

    # What a command builds up, trees above all, lives to its end: looking it through for rubbish takes a tenth of the time.
    gc.set_threshold(100_000, 50, 50)
    try:
        app()
    except Rejected as rejected:
        print_rejection(rejected.issues, as_json="--json" in sys.argv)
        sys.exit(exit_code(rejected.issues))
    except (SystemExit, KeyboardInterrupt):
        raise
    except OSError as error:
        if error.errno != errno.ENOSPC:
            _say_bug()
        else:
            print("There is no room left on the disk that holds temporary files. Free some space, and try again.", file=sys.stderr)
        sys.exit(3 if error.errno == errno.ENOSPC else 70)
    except BaseException:  # the outermost frame: a library's panic is no Exception, and must not print a patient's value either
        _say_bug()
        sys.exit(70)
    sys.exit(0)


def _say_bug() -> None:
    """Say that the program is at fault, and where."""
    print("This is a bug in improving-value, not a mistake of yours. Nothing was written. Please report what follows.", file=sys.stderr)
    import traceback

    # Only where it happened: the text of an exception may hold a patient's value.
    kind, _, place = sys.exc_info()
    print("".join(traceback.format_tb(place)) + (kind.__name__ if kind else ""), file=sys.stderr)
