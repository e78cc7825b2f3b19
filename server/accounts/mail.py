"""Mail: sent beside the requests, so that a mail server that hangs keeps nobody waiting; tried again four times.

Nobody is told whether a mail went out, since that would tell whether there is an account; but every page that promises
one says so while mail is in trouble.
"""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_security import MailUtil

from server import db, policy, runtime
from server.settings import Settings

AGAIN_S = (0, 20, 60, 300, 1200)
ANSWER_S = 10.0  # for one answer of the mail server
SEND_S = 30.0  # for all of it
WAITING_MAX = 1000
MOST_AN_HOUR = 5  # to one address: nobody's mailbox is filled from here
HOUR_MS = 3600 * 1000

log = logging.getLogger(__name__)


class Outbox:
    """What is on its way, of one worker; it is lost when the worker stops.

    Args:
        settings: where the mail server is, and who writes.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._waiting = 0
        self._sent: dict[str, list[int]] = {}
        self.in_trouble = False
        """Whether the last try failed."""

    def post(self, to: str, subject: str, body: str) -> None:
        """Send a text, without waiting for it."""
        if self._settings.smtp_url is None or self._waiting >= WAITING_MAX or self._too_many(to):
            return
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._settings.mail_from, to, subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="greenroom")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body)
        self._waiting += 1
        runtime.spawn(self._deliver, message)

    def _deliver(self, message: EmailMessage) -> None:
        try:
            for wait_s in AGAIN_S:
                runtime.sleep(wait_s)
                try:
                    with runtime.Timeout(SEND_S):
                        _send(self._settings.smtp_url or "", message)
                except (OSError, smtplib.SMTPException, runtime.Timeout) as error:
                    log.warning("a mail could not be sent: %s", type(error).__name__)
                    if isinstance(error, smtplib.SMTPRecipientsRefused):
                        return
                    self.in_trouble = True
                else:
                    self.in_trouble = False
                    return
            log.error("a mail was given up after %d tries", len(AGAIN_S))
        finally:
            self._waiting -= 1

    def _too_many(self, to: str) -> bool:
        now_ms = db.now_ms()
        for address, times in list(self._sent.items()):
            if now_ms - times[-1] > HOUR_MS:
                del self._sent[address]
        times = [each for each in self._sent.get(to, []) if now_ms - each <= HOUR_MS]
        if len(times) >= MOST_AN_HOUR:
            return True
        self._sent[to] = [*times, now_ms]
        return False


class Mail(MailUtil):
    """How Flask-Security sends mail: by the outbox, as plain text."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Post a text that Flask-Security has rendered."""
        outbox().post(str(recipient), str(subject), body or "")


def outbox() -> Outbox:
    """Return the outbox of the running application."""
    found: Outbox = current_app.extensions["outbox"]
    return found


def is_on() -> bool:
    """Tell whether this server has a mail server."""
    return policy.settings().smtp_url is not None


def at_home(url: str) -> str:
    """Return an address of ours as a mail gives it: on PUBLIC_URL, never on a host that a request named."""
    parts = urlsplit(url)
    return f"{policy.settings().public_url}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def _send(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    host, safe = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=ANSWER_S, context=safe)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=ANSWER_S)
    with server:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=safe)
            server.ehlo()
        elif parts.password and parts.scheme == "smtp" and host not in ("localhost", "127.0.0.1", "::1"):
            raise smtplib.SMTPNotSupportedError("the mail server offers no encryption, and a password is set")
        if parts.username and parts.password:
            server.login(unquote(parts.username), unquote(parts.password))
        server.send_message(message)
