"""Each scheme once more, in plain pandas: slow, obvious, and written from the catalogue, not from the engine."""
