"""`python -m server`: one worker, with its own Valkey unless REDIS_URL names another."""

import signal

from server import runtime

runtime.patch()  # before everything that waits
stopping = runtime.Signals(signal.SIGINT, signal.SIGTERM)  # before everything that takes long

import errno  # noqa: E402 - after the patch, like all that follow
import fcntl  # noqa: E402
import resource  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
from contextlib import ExitStack  # noqa: E402
from urllib.parse import urlsplit  # noqa: E402

import redis  # noqa: E402
from redis.backoff import NoBackoff  # noqa: E402
from redis.retry import Retry  # noqa: E402
from sqlalchemy.exc import OperationalError  # noqa: E402

from server import address  # noqa: E402
from server import app as wiring  # noqa: E402
from server.embedded import Valkey, ValkeyFailed  # noqa: E402
from server.settings import Settings, SettingsError, read  # noqa: E402


class CanNotStart(Exception):  # noqa: N818 - reads as what happened
    """The server can't start. Its text is one sentence that says what to do."""


def main() -> int:
    """Run until SIGINT or SIGTERM; return the exit code: 0, or 2 when it could not start."""
    try:
        with ExitStack() as stack:
            run(read(), stack)
    except (SettingsError, ValkeyFailed, CanNotStart) as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - said to who typed the command
        return 2
    return 0


def run(settings: Settings, stack: ExitStack) -> None:
    """Start everything in order, say so, and leave what has to be stopped on `stack`."""
    raise_file_limit()
    if settings.redis_url is None:
        take_lock(settings, stack)
    listener = listen(settings)
    stack.callback(listener.close)
    if settings.redis_url is None:
        valkey = Valkey(settings.var_dir / "valkey")
        stack.callback(valkey.stop)
        valkey.start()
        redis_url = valkey.url
    else:
        check_redis(settings.redis_url)
        redis_url = settings.redis_url
    app = wiring.create_app(settings)
    stack.callback(wiring.stop, app)
    try:
        wiring.start(app, redis_url)
    except OperationalError as error:
        said = str(error.orig).strip().splitlines()[0]
        raise CanNotStart(f"The database of DATABASE_URL can't be used ({said}); start it, or correct that.") from None
    server = runtime.spawn(runtime.serve, app, listener)
    announce(settings, listener.getsockname()[1])
    stopping.wait()
    server.kill()
    listener.close()


def raise_file_limit() -> None:
    """Allow as many open files as the system does: each socket is one, and many systems begin with 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def take_lock(settings: Settings, stack: ExitStack) -> None:
    """Keep every other server out of VAR_DIR while this one runs.

    Raises: CanNotStart.
    """
    lock = stack.enter_context((settings.var_dir / "lock").open("ab"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CanNotStart(
            f"Greenroom already runs with {settings.var_dir}; stop it first, or give this one a folder of its own: "
            "VAR_DIR=other PORT=8001 make run."
        ) from None


def listen(settings: Settings) -> socket.socket:
    """Bind the port.

    Raises: CanNotStart.
    """
    host, port = settings.host, settings.port
    try:
        return runtime.listen(host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sentence = f"Port {port} is taken; stop what uses it, or start with another: PORT={port + 1} make run."
        elif error.errno == errno.EACCES:
            sentence = f"Port {port} is for the system's own services; start with another: PORT=8000 make run."
        else:
            sentence = (
                f"This computer has no address {host!r}; set HOST to 127.0.0.1 (only here) or 0.0.0.0 (everywhere)."
            )
        raise CanNotStart(sentence) from None


def check_redis(url: str) -> None:
    """Make sure that the Redis of REDIS_URL answers within 3 s and is new enough.

    Raises: CanNotStart.
    """
    parts = urlsplit(url)
    shown = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()  # no password on the screen
    way_out = "correct it, or leave REDIS_URL out to use the embedded one"
    try:
        with runtime.Timeout(3.0):
            client = redis.Redis.from_url(
                url, socket_timeout=3.0, socket_connect_timeout=3.0, retry=Retry(NoBackoff(), 0)
            )
            version = str(client.info("server")["redis_version"])
            client.close()
    except (redis.RedisError, OSError, ValueError, runtime.Timeout):
        raise CanNotStart(f"The Redis at {shown} does not answer; start it, {way_out}.") from None
    if int(version.split(".")[0]) < 7:
        raise CanNotStart(f"The Redis at {shown} is version {version}, and 7 is needed; update it, {way_out}.")


def announce(settings: Settings, port: int) -> None:
    """Print where to go."""
    here = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else settings.host  # noqa: S104 - compared
    print(f"Greenroom is ready: http://{here}:{port}", flush=True)  # noqa: T201 - said to who typed the command
    others = address.on_network(settings.host)
    if others:
        print(f"On your network: http://{others}:{port}", flush=True)  # noqa: T201 - as above
    if settings.public_url:
        print(f"Links begin with: {settings.public_url}", flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    sys.exit(main())
