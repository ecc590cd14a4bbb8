"""Whether an IP address is one on the internet, and not within the server's own network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

GLOBAL_UNICAST = ip_network("2000::/3")
NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # protocol assignments
            "192.88.99.0/24",  # relays of 6to4
            "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32",  # examples
            "2002::/16",  # 6to4, which carries an IPv4 address
            "3fff::/20",  # examples
        ),
    )
)
"""What `is_global` takes for public, in some version of Python or in all of them."""


def is_public(address: str) -> bool:
    """Return whether an address can only be that of a machine on the internet.

    An IPv6 address is public only within 2000::/3. That leaves out those that carry an IPv4
    address, as mapped ones (::ffff:0:0/96) and those of NAT64 (64:ff9b::/96) do.
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:  # with a zone, as link-local ones have, or none at all
        return False
    if isinstance(found, IPv6Address) and found not in GLOBAL_UNICAST:
        return False
    if found.is_multicast or found.is_reserved or found.is_unspecified:
        return False
    return found.is_global and not any(
        found in network for network in NOT_PUBLIC if network.version == found.version
    )
