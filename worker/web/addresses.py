"""Which addresses are out on the public internet. Everything else is somebody's inside, and nothing for a feed to name.

``ipaddress.is_global`` is not used: on Python 3.11 it calls mapped, 6to4, NAT64 and IPv4-compatible forms of private
addresses global. The lists follow IANA's special-purpose registries of 2025
(https://www.iana.org/assignments/iana-ipv4-special-registry, .../iana-ipv6-special-registry).
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NOT_PUBLIC_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' NAT, and some clouds' metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's host, public in form only
        "169.254.0.0/16",  # link-local, and most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# Of IPv6 only 2000::/3 is given out as global unicast.
_GLOBAL_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "3fff::/20",  # documentation
    )
)
# IPv6 forms that carry an IPv4 address, and how many bits stand after it: what it names decides.
_CARRIES_4 = (
    (IPv6Network("::ffff:0:0/96"), 0),  # mapped
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (IPv6Network("2002::/16"), 80),  # 6to4
)
_ISATAP = (0x00005EFE, 0x02005EFE)  # the interface identifiers of RFC 5214, above the IPv4 address


def is_public(address: str) -> bool:
    """Whether an IP address, in any form that Python reads, is out on the public internet."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return _public_4(parsed) if isinstance(parsed, IPv4Address) else _public_6(parsed)


def _public_4(address: IPv4Address) -> bool:
    return not any(address in block for block in _NOT_PUBLIC_4)


def _public_6(address: IPv6Address) -> bool:
    number = int(address)
    for block, after in _CARRIES_4:
        if address in block:
            return _public_4(IPv4Address(number >> after & 0xFFFFFFFF))
    if number >> 32 & 0xFFFFFFFF in _ISATAP and not _public_4(IPv4Address(number & 0xFFFFFFFF)):
        return False
    return address in _GLOBAL_6 and not any(address in block for block in _NOT_PUBLIC_6)
