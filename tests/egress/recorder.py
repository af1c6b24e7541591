"""Writes down every packet that leaves a program in this network namespace, loopback's included."""

import ipaddress
import socket
import struct
import time
from dataclasses import dataclass
from threading import Lock, Thread
from types import TracebackType
from typing import Self

EVERY_PROTOCOL = 0x0003
OUTGOING = 4
IPV4, IPV6 = 0x0800, 0x86DD
PROTOCOLS = {6: "tcp", 17: "udp", 1: "icmp"}
NEIGHBOURS = {0, 58}
"""ICMPv6, with and without options before it: what the kernel says by itself when an interface comes up."""
SETTLE_SECONDS = 0.3
"""Until a packet that has left was written down."""
LOOK_UPS, UDP, QUESTION = 53, 8, 12
"""DNS's port, and the bytes of the headers of UDP and DNS."""
FRAME, KIND = 14, 12
"""Bytes of an Ethernet header, and where in it the kind of what follows is."""


@dataclass(frozen=True, slots=True)
class Packet:
    """Where a packet went."""

    interface: str
    protocol: str
    to: str
    ports: tuple[int, int]
    name: str = ""
    """What a look-up asks for."""


class Recorder:
    """Listens from `with` to its end; needs the namespace's root."""

    def __init__(self) -> None:
        self._heard: set[Packet] = set()
        self._turn = Lock()
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(EVERY_PROTOCOL))
        self._socket.settimeout(0.1)
        self._is_over = False
        self._thread = Thread(target=self._listen)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        self._thread.join()
        self._socket.close()

    def heard(self, *meant: int) -> list[Packet]:
        """Return what was heard so far, but for TCP on loopback from or to a port that is meant."""
        time.sleep(SETTLE_SECONDS)
        with self._turn:
            heard = sorted(self._heard, key=str)
        return [packet for packet in heard if not _is_meant(packet, meant)]

    def _listen(self) -> None:
        while not self._is_over:
            try:
                frame, (interface, _, direction, *_) = self._socket.recvfrom(65536)
            except TimeoutError:
                continue
            packet = _read(interface, frame) if direction == OUTGOING else None
            if packet:
                with self._turn:
                    self._heard.add(packet)


def _is_meant(packet: Packet, ports: tuple[int, ...]) -> bool:
    return (packet.interface, packet.protocol) == ("lo", "tcp") and not set(ports).isdisjoint(packet.ports)


def _read(interface: str, frame: bytes) -> Packet | None:
    (kind,), body = struct.unpack_from("!H", frame, KIND), frame[FRAME:]
    if kind == IPV4:
        protocol, to, rest = body[9], body[16:20], body[(body[0] & 0xF) * 4 :]
    elif kind == IPV6:
        protocol, to, rest = body[6], body[24:40], body[40:]
    else:
        return Packet(interface, f"ethernet {kind:#06x}", "", (0, 0))
    if kind == IPV6 and protocol in NEIGHBOURS:
        return None
    named = PROTOCOLS.get(protocol, str(protocol))
    ports = struct.unpack_from("!HH", rest) if named in {"tcp", "udp"} else (0, 0)
    name = _name_in(rest[UDP:]) if named == "udp" and LOOK_UPS in ports else ""
    return Packet(interface, named, str(ipaddress.ip_address(to)), (ports[0], ports[1]), name)


def _name_in(query: bytes) -> str:
    """Return the name in a DNS query: labels, each after its length, up to an empty one."""
    labels, place = list[str](), QUESTION
    while place < len(query) and (length := query[place]):
        labels.append(query[place + 1 : place + 1 + length].decode("ascii", "replace"))
        place += 1 + length
    return ".".join(labels)
