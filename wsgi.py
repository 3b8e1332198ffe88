"""The application for a WSGI server.

    gunicorn --threads 8 --limit-request-field_size 32768 --limit-request-line 8190 wsgi:app

The two limits lie above the console's own, which answers what is too long with a page in the reader's language.
"""

from __future__ import annotations

import os
import sys

from config import settings_from
from console.app import create_app
from console.base.collecting import settle
from console.base.errors import ConfigurationError

try:
    app = create_app(settings_from(os.environ))
    settle()
except ConfigurationError as refused:
    sys.exit("\n".join(f"guichet: {fault}" for fault in refused.faults))
