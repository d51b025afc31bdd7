"""Who may review: those who know the token, for some hours, in the browser in which they gave it.

The cookie holds no token but a ticket that it signs, and each form a seal of that ticket, which no other site
can know. Nothing is kept on the server, so that any of its processes can check either.

Source: OWASP, Cross-Site Request Forgery Prevention, https://cheatsheetseries.owasp.org/
"""

import hashlib
import hmac
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode

HOURS = 12
"""How long a ticket holds."""
LONGEST_NAME = 100


class Access:
    """The token of a server, and the tickets that it signs."""

    def __init__(self, token: str) -> None:
        self._key = hashlib.sha256(b"kg-review\0" + token.encode()).digest()
        self._token = hashlib.sha256(token.encode()).digest()

    def knows(self, given: str) -> bool:
        """Whether *given* is the token; it takes as long whatever is wrong with it."""
        return hmac.compare_digest(hashlib.sha256(given.strip().encode()).digest(), self._token)

    def ticket(self, name: str, now: float | None = None) -> str:
        """A ticket for a reviewer of that name."""
        until = int((time.time() if now is None else now) + HOURS * 3_600)
        who = urlsafe_b64encode(" ".join(name.split())[:LONGEST_NAME].encode()).decode()
        return f"{until}.{who}.{self._sign(f'ticket.{until}.{who}')}"

    def name_of(self, ticket: str, now: float | None = None) -> str | None:
        """Whose ticket it is; None where it is none, or no longer one."""
        until, _, rest = ticket.partition(".")
        who, _, signature = rest.partition(".")
        if not hmac.compare_digest(self._sign(f"ticket.{until}.{who}").encode(), signature.encode()):
            return None
        if int(until) < (time.time() if now is None else now):
            return None
        return urlsafe_b64decode(who).decode()

    def seal(self, ticket: str) -> str:
        """What the forms of a ticket hold."""
        return self._sign(f"seal.{ticket}")

    def fits(self, seal: str, ticket: str) -> bool:
        """Whether a form is of that ticket."""
        return hmac.compare_digest(self.seal(ticket).encode(), seal.encode())

    def _sign(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()
