"""Public functions of the mailbox: the only writer of its tables.

Words: a *message* is one exchange between the institution and a company inside one dossier; it has one *state*, and
a *folder* is what lies in a state. A message that the institution begins is a *request*, a *query* (a question in free
words, mostly about another message) or a *notice*, which needs no answer; its answer is written into it, not beside it.
The *desk* is what the institution sees of all messages, in folders of its own: an answer that a company has begun is
still an open request there. An *opening* is the heading of a new message, a *content* what was typed, a *sending* what
goes out, with the one-time key of its page. An *edition* counts the saves of a content, so that the later of two savers
is told. A *delegation* hands a message to a person; her *link* is her way in, kept as a digest; her *private part* is
what she entered, which no company's people see. A *counter* says how many messages lie in a folder; a *theme* is named
with its plugin here, `ch_fund.accounting`.

Every function takes the actor and asks `machine.decide`: what she may not see raises `NotFound`, as what does not exist
does; what is not allowed raises `Refused` with a code. Acts write a line into the journal, and one into the dossier's
timeline when both sides may know, and are *announced* in the same transaction, for mails and proofs. Nothing here
commits.
"""

from console.mailbox.answering import (
    delete,
    open_message,
    put_away,
    recall,
    save,
    save_new,
    send,
    send_new,
    start,
)
from console.mailbox.asking import query, register, request, withdraw_request
from console.mailbox.counters import Difference, differences, repair
from console.mailbox.delegating import (
    Issued,
    Person,
    WayIn,
    bounced,
    come_in,
    consult,
    correct_address,
    delegate,
    delegate_in_dossier,
    hers,
    person_save,
    person_send,
    resend,
    way_in,
    withdraw,
)
from console.mailbox.delivering import deliver
from console.mailbox.dues import mark_due
from console.mailbox.errors import Overtaken, Refused
from console.mailbox.handling import assign, note, release, reopen, settle, take
from console.mailbox.making import Content, Opening, Sending, requested
from console.mailbox.moving import announced
from console.mailbox.states import Actor, Event, Role, Sight, State, Step

__all__ = [
    "Actor",
    "Content",
    "Difference",
    "Event",
    "Issued",
    "Opening",
    "Overtaken",
    "Person",
    "Refused",
    "Role",
    "Sending",
    "Sight",
    "State",
    "Step",
    "WayIn",
    "announced",
    "assign",
    "bounced",
    "come_in",
    "consult",
    "correct_address",
    "delegate",
    "delegate_in_dossier",
    "delete",
    "deliver",
    "differences",
    "hers",
    "mark_due",
    "note",
    "open_message",
    "person_save",
    "person_send",
    "put_away",
    "query",
    "recall",
    "register",
    "release",
    "reopen",
    "repair",
    "request",
    "requested",
    "resend",
    "save",
    "save_new",
    "send",
    "send_new",
    "settle",
    "start",
    "take",
    "way_in",
    "withdraw",
    "withdraw_request",
]
