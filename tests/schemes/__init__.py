"""The published schemes: their examples, the catalogue's figures, plain twins, and the way down to the rows."""
