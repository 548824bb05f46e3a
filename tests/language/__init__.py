"""The specification of the little language, drawn as tables."""
