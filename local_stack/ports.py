"""Which port each part listens on: the same as last time where it is still free."""

import errno
import secrets
import socket
from collections.abc import Collection, Mapping

from settings import LOOPBACK

DEFAULT_WEB_PORT = 8600
HIGHEST_PORT = 65535
QUIET_PORTS = range(20000, 32000)
"""Below the numbers from which Linux and macOS take ports for outgoing connections."""

OTHER_PORTS = (
    "departments",
    "identity",
    "temporal",
    "temporal_ui",
    "postgres",
    "worker_metrics",
    "web_metrics",
)
"""In this order they take the first free ports above the web port."""


class PortTaken(Exception):
    """The port that people are told about is in use; the text says how to choose another."""

    def __init__(self, port: int) -> None:
        self.port = port
        other = port + 100 if port + 100 <= HIGHEST_PORT else port - 100
        super().__init__(
            f"port {port} is taken by another program. Choose another one: "
            f"onematter run --port {other}   (or: make run PORT={other})"
        )


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: connections of a former run that are still closing do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def free_port() -> int:
    """A port that nobody uses at this moment, and that no outgoing connection will be given."""
    for _ in range(100):
        port = QUIET_PORTS.start + secrets.randbelow(len(QUIET_PORTS))
        if is_free(port):
            return port
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def choose_ports(wanted_web_port: int | None, *, last_time: Mapping[str, int]) -> dict[str, int]:
    """Ports by name; `PortTaken` when the web port is in use, the others step aside by themselves."""
    web = wanted_web_port or last_time.get("web") or DEFAULT_WEB_PORT
    if not is_free(web):
        raise PortTaken(web)
    ports = {"web": web}
    for place, name in enumerate(OTHER_PORTS, start=1):
        recorded = last_time.get(name)
        if recorded is not None and recorded not in ports.values() and is_free(recorded):
            ports[name] = recorded
        else:
            ports[name] = _next_free(web + place, taken={*ports.values(), *last_time.values()})
    return ports


def _next_free(start: int, *, taken: Collection[int]) -> int:
    for port in range(start, min(start + 200, HIGHEST_PORT + 1)):
        if port not in taken and is_free(port):
            return port
    return free_port()
