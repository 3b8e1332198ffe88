"""An S3 storage on the loopback: moto's server, which speaks the real protocol over HTTP."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from console.documents.settings import BucketSettings

NAME = "files-of-the-fund"


@contextmanager
def storage() -> Iterator[tuple[BucketSettings, Any]]:
    """Run one with an empty bucket until the block ends; gives how to reach it, and a foreign client of it."""
    import boto3
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        endpoint = "http://{}:{}".format(*server.get_host_and_port())
        access = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
        client = boto3.client("s3", endpoint_url=endpoint, **access)
        client.create_bucket(Bucket=NAME)
        yield BucketSettings(f"{NAME}/guichet", endpoint, "us-east-1", "key", "secret"), client
        client.close()
    finally:
        server.stop()
