"""The console starts without the libraries that only some pages need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SECRET

START = """
import json, sys
import flask_appbuilder.security.sqla.manager
brought_by_flask_appbuilder = set(sys.modules)
from config import settings_from
from console.app import create_app
create_app(settings_from(json.loads(sys.argv[1])))
print(json.dumps(sorted(set(sys.modules) - brought_by_flask_appbuilder)))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Give the modules that a start of the console loads beside Flask-AppBuilder's own."""
    folder: Path = tmp_path_factory.mktemp("start")
    told = {
        "GUICHET_ENV": "test",
        "GUICHET_SECRET_KEY": SECRET,
        "DATABASE_URL": f"sqlite:///{folder / 'guichet.sqlite'}",
        "GUICHET_DATA": str(folder),
    }
    command = [sys.executable, "-c", START, json.dumps(told)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_the_check_sees_what_a_start_loads(loaded: set[str]) -> None:
    assert {"console.app", "plugins.ch_fund.plugin"} <= loaded


@pytest.mark.parametrize(
    "library",
    [
        "PIL", "alembic", "babel.messages", "celery", "email_validator", "gunicorn", "html5lib",
        "lxml", "numpy", "openpyxl", "pandas", "playwright", "pypdf", "pytest",
        "python_calamine", "redis", "reportlab", "requests", "svglib", "xhtml2pdf", "xlsxwriter",
    ],
)  # fmt: skip
def test_a_start_does_not_load(library: str, loaded: set[str]) -> None:
    assert not {name for name in loaded if name == library or name.startswith(f"{library}.")}


def test_a_start_computes_no_password_hash() -> None:
    without_scrypt = "import hashlib; hashlib.scrypt = None; import console.accounts.service"

    done = subprocess.run([sys.executable, "-c", without_scrypt], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
