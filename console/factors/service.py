"""Public functions of the second factors: adding, checking, removing; recovery codes; remembered browsers.

Words: a *factor* is something a person has beside her password (an app with codes, a telephone number, a passkey, a
client certificate); an *offer* is what a page shows so that she can add or use one, sealed and not stored; *bound to*
means that an answer counts only for the pending sign-in that asked for it.

Functions take the accounts session and never commit, `send_code` apart. A check that says False was counted and noted:
commit the accounts session whatever comes of it.
"""

from console.factors.browsers import Remembered, forget, is_remembered, remember, remembered
from console.factors.certificates import (
    Certificate,
    add_certificate,
    certificate_of,
    check_certificate,
    peer_of,
)
from console.factors.holding import Held, has_any, held, remove, remove_all
from console.factors.models import Kind
from console.factors.passkeys import (
    PasskeyOffer,
    Site,
    add_passkey,
    check_passkey,
    find_by_passkey,
    registration_options,
    request_options,
    site_of,
)
from console.factors.recovery import RECOVERY, codes_left, new_codes, use_recovery
from console.factors.sms import TEMPLATE as SMS_TEMPLATE
from console.factors.sms import add_sms, check_sms, prove_sms, send_code, sends_sms
from console.factors.sweeping import sweep
from console.factors.totp import TotpOffer, add_totp, begin_totp, check_totp

__all__ = [
    "RECOVERY",
    "SMS_TEMPLATE",
    "Certificate",
    "Held",
    "Kind",
    "PasskeyOffer",
    "Remembered",
    "Site",
    "TotpOffer",
    "add_certificate",
    "add_passkey",
    "add_sms",
    "add_totp",
    "begin_totp",
    "certificate_of",
    "check_certificate",
    "check_passkey",
    "check_sms",
    "check_totp",
    "codes_left",
    "find_by_passkey",
    "forget",
    "has_any",
    "held",
    "is_remembered",
    "new_codes",
    "peer_of",
    "prove_sms",
    "registration_options",
    "remember",
    "remembered",
    "remove",
    "remove_all",
    "request_options",
    "send_code",
    "sends_sms",
    "site_of",
    "sweep",
    "use_recovery",
]
