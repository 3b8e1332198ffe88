"""Installs the console from a folder of wheels, without any index, and looks at what it serves.

Run as `python -m tests.external.offline FOLDER`: makes an environment of its own in a scratch folder, in which neither the
repository nor this environment is found, and prints one line per step. Ends with 1 at the first that fails.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

TRIES = 240
WORDS = {"fr": "Se connecter", "de": "Anmelden", "nl": "Aanmelden"}
"""What the sign-in page says in languages whose catalogues came with the wheel."""


def main(wheels: Path) -> None:
    """Install, prepare, keep, and serve."""
    with tempfile.TemporaryDirectory(prefix="guichet-offline-") as name:
        home = Path(name)
        venv.create(home / "venv", with_pip=True)
        environment = _environment(home)
        install = ["-m", "pip", "install", "--quiet", "--no-index", "--find-links", str(wheels)]
        install += ["--constraint", str(wheels / "constraints.txt"), "guichet[s3]"]
        _run(home, environment, str(home / "venv/bin/python"), *install)
        print(f"installed {len(list(wheels.glob('*.whl')))} wheels without an index")
        guichet = str(home / "venv/bin/guichet")
        print(_run(home, environment, guichet, "--version").strip())
        print(_run(home, environment, guichet, "db", "upgrade").strip())
        _run(home, environment, guichet, "backup", "--without-keys", "first.backup")
        print("took a backup")
        with _served(home, environment, guichet) as port:
            _look(port)
    print("without internet: all well")


def _environment(home: Path) -> Mapping[str, str]:
    """Give an environment in which pip knows no index and Python nothing of the repository."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "GUICHET_DATA": str(home / "data"),
    }


def _run(home: Path, environment: Mapping[str, str], *command: str) -> str:
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def _served(home: Path, environment: Mapping[str, str], guichet: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [guichet, "run", "--port", str(port)],
            cwd=home,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        for _ in range(TRIES):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.25)
        else:
            sys.exit(f"nobody answers\n{(home / 'log').read_text()}")
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _look(port: int) -> None:
    """Ask for the sign-in page in each language, and for everything it loads."""
    for language, word in WORDS.items():
        page = _get(port, "/login/", language)
        if word not in page:
            sys.exit(f"the sign-in page does not say {word!r}")
        for path in sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))):
            _get(port, path, language)
        print(f"sign-in page in {language}, with all it loads")


def _get(port: int, path: str, language: str) -> str:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Language": language})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return str(answer.read().decode(errors="replace"))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
