"""The peer's side of the outbox's benchmark: procrastinate, with the job deferred in the transaction of its row.

python -m benchmarks.dispatch_peer prepare <url>
python -m benchmarks.dispatch_peer enqueue <url> <port> <count> [<each> [<warm>]]    prints when it began, after `warm`
python -m benchmarks.dispatch_peer drain <url> <port>              prints when it ended
python -m benchmarks.dispatch_peer work <url> <port>               works until it is told to end
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import uuid

import procrastinate
import psycopg
from sqlalchemy.engine import make_url

from benchmarks import sink

AT_ONCE = 8


def main(act: str, url: str, port: int = 0, count: int = 0, _each: int = 1, warm: int = 0) -> object:
    """Do one part of a round."""
    info = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    if act == "prepare":
        return _prepare(info)
    if act == "enqueue":
        return _enqueue(info, port, count, warm)
    return asyncio.run(_work(info, port, drains=act == "drain"))


def _prepare(info: str) -> None:
    app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=info))
    with app.open():
        app.schema_manager.apply_schema()
    with psycopg.connect(info) as connection:
        connection.execute("CREATE TABLE business (id bigserial PRIMARY KEY, number text UNIQUE, name text)")


def _enqueue(info: str, port: int, count: int, warm: int) -> float:
    app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=info))
    with app.open(), psycopg.connect(info) as connection:
        began = time.time()
        for number in range(count):
            began = time.time() if number == warm else began
            name = uuid.uuid4().hex
            with connection.transaction():
                connection.execute("INSERT INTO business (number, name) VALUES (%s, %s)", (name[:12], name))
                app.configure_task("bench.post", lock=name, connection=connection).defer(port=port, key=name)
        return began


async def _work(info: str, port: int, *, drains: bool) -> dict[str, float]:
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=info))

    @app.task(name="bench.post")
    def post(port: int, key: str) -> None:
        sink.post(port, json.dumps({"n": key}).encode(), key)

    async with app.open_async():
        print("ready", flush=True)
        await app.run_worker_async(concurrency=AT_ONCE, wait=not drains)
        return {"ended": time.time()}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))))
