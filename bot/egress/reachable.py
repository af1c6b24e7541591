"""Which hosts a process may reach: known by name, before any of them is looked up."""

import ipaddress
import re
from dataclasses import dataclass

_NAME = re.compile(r"[a-z0-9._-]+")
"""What a resolver reads as it is written: of anything else it may look up another name than it shows."""


def canonical(host: str | bytes) -> str:
    """Return one spelling of a host: lower case without a final dot, an address in its short form."""
    name = (host.decode("ascii", "replace") if isinstance(host, bytes) else host).lower().removesuffix(".")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def is_address(host: str) -> bool:
    """Tell whether a host is an IP address, not a name that has to be looked up."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_unspecified(host: str) -> bool:
    """Tell whether a host is "", 0.0.0.0 or ::, which is every address of this machine."""
    return not host or (is_address(host) and ipaddress.ip_address(host).is_unspecified)


def is_within(host: str, domain: str) -> bool:
    """Tell whether a host is a domain or below it; both in their canonical spelling."""
    return host == domain or host.endswith(f".{domain}")


@dataclass(frozen=True, slots=True)
class Reachable:
    """Hosts by name or address, in their canonical spelling, and domains with every name below them."""

    hosts: frozenset[str] = frozenset()
    domains: tuple[str, ...] = ()

    def holds(self, host: str) -> bool:
        """Tell whether a host, in its canonical spelling, may be looked up and reached."""
        if host in self.hosts:
            return True
        return bool(_NAME.fullmatch(host)) and any(is_within(host, domain) for domain in self.domains)
