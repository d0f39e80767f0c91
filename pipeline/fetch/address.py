"""The name of a host in, the addresses that may be connected to out; private ones are refused."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address
# Networks that carry an IPv4 address in an IPv6 one: NAT64 (RFC 6052, 8215), and where in it the address lies.
NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))


class PrivateAddressError(OSError):
    """Report a host that leads to an address which is not of the public internet."""


def is_public(address: Address) -> bool:
    """Tell whether an address is of the public internet, and so is each address that it carries inside."""
    if isinstance(address, IPv6Address):
        if address.scope_id or address in NAT64[1]:
            return False
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64[0] or int(address) >> 32 == 0:
            inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
        carried = [a for a in inner if a is not None]
        if carried:
            return all(map(is_public, carried))
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    special = special or (isinstance(address, IPv6Address) and address.is_site_local)
    return address.is_global and not special


def resolve(host: str, port: int, allow_private: bool) -> list[str]:
    """Return the addresses of a host, in the resolver's order.

    Raises `PrivateAddressError` when one of them is not public, `OSError` when the name is unknown.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private:
        private = [a for a in addresses if not is_public(ip_address(a))]
        if private:
            raise PrivateAddressError(f"{host} leads to {private[0]}, which is no public address")
    return addresses
