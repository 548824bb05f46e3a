"""Improving value schemes as rules, audited over provider activity data and accounted for to the penny."""

__version__ = "0.1.0"
