"""Real PostgreSQL, Redis and Chromium for the tests that ask for them.

One rule for all three: found on the machine, else installed as root from Debian's packages, else (Chromium)
downloaded by Playwright, else the tests that need it are skipped and named; with ``CI=true`` a skipped test
is a failed one.
"""
