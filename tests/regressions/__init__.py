"""Bugs that other systems shipped, each a small test; those about peers and overlapping schemes wait for peers and overlap."""
