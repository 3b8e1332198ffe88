"""What was said with another system and what it answered, in every text a secret word."""

from __future__ import annotations

from sqlalchemy.orm import Session

from console.base import clock, ids
from console.dispatch.models import Acknowledgement, DispatchExchange, DispatchPoll


def plant_dispatch(session: Session, number: int, word: str, reference: str) -> None:
    """Make them beside the dispatch with this number in the institution of the session."""
    moment = clock.now()
    session.add_all(
        [
            DispatchExchange(
                id=number,
                dispatch_id=number,
                number=1,
                request=f"POST https://{word}.example",
                request_headers={"x-request-id": word},
                request_digest=ids.digest(word),
                status=f"202 {word}",
                reply_headers={"x-request-id": word},
                reply=word,
            ),
            Acknowledgement(
                id=number,
                public_id=reference,
                channel="email",
                source="pushed",
                token=word,
                verdict="accepted",
                kind=word,
                key=word,
                reference=word,
                outcome="unmatched",
                why={"message": word, "params": {}},
                body=word,
                came_at=moment,
                seen_by=word,
            ),
            DispatchPoll(channel=word, cursor=word, asked_at=moment, why={"message": word, "params": {}}),
        ]
    )
    session.flush()
