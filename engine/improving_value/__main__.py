"""`python -m improving_value`: the way in that needs no launcher."""

from improving_value.cli import main

if __name__ == "__main__":
    main()
