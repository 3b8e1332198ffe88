"""The engine Celery: `guichet worker` and `guichet relay` where `GUICHET_ENGINE=celery`.

Messages are acknowledged late and may be lost or doubled all the same; see `console/jobs/queue.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from config import Settings

if TYPE_CHECKING:
    from celery import Celery

TASK = "guichet.work"
AT_ONCE = 8
"""Threads of one worker."""


def celery_of(settings: Settings) -> Celery:
    """Give the Celery application; a task claims the row it is told and works on it."""
    from celery import Celery
    from celery.signals import worker_process_init, worker_ready

    queue = Celery("guichet", broker=settings.queue.broker)
    queue.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_default_queue="guichet",
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"visibility_timeout": 120},
    )
    made: dict[str, Any] = {}

    def make(**_told: Any) -> None:
        """Build the console in the process that works: connections must not be shared."""
        if not made:
            from console.app import create_app
            from console.cli.serving import kinds

            made["app"], made["kinds"] = create_app(settings), {kind.name: kind for kind in kinds()}

    worker_process_init.connect(make, weak=False)
    worker_ready.connect(make, weak=False)

    @queue.task(name=TASK)
    def work(kind: str, key: int) -> bool:
        make()
        return bool(made["kinds"][kind].one(made["app"], key))

    return queue


def work(settings: Settings) -> None:
    """Work on what the queue brings, until told to end."""
    argv = ["worker", "--pool=threads", f"--concurrency={AT_ONCE}", "--loglevel=WARNING", "--without-mingle"]
    celery_of(settings).worker_main([*argv, "--without-gossip"])


def publisher(settings: Settings) -> Any:
    """Give the function with which a relay publishes; it waits briefly for the broker and raises when it is away."""
    queue = celery_of(settings)

    def publish(kind: str, key: int) -> None:
        queue.send_task(TASK, (kind, key), retry=False)

    return publish
