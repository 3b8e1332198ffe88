"""The command `guichet` in the Python that runs the tests: `python -m tests.external.guichet`."""

from console.cli import main

if __name__ == "__main__":
    main()
