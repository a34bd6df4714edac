"""Which addresses may be asked: those of the public web, so that a list of sources cannot reach into a network."""

import ipaddress
import socket

import httpx

from pipeline.fetch.errors import RefusedError, UnavailableError

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def checked_url(url: str | httpx.URL) -> httpx.URL:
    """The address parsed. Raises RefusedError unless it is http or https, names a host, and carries no password."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise RefusedError(f"{url!r} is no web address ({error})") from error
    if parsed.scheme not in ("http", "https"):
        raise RefusedError(f"{parsed} is not fetched: only http and https are, not {parsed.scheme or 'a bare name'}")
    if not parsed.host:
        raise RefusedError(f"{parsed} names no host")
    if parsed.userinfo:
        raise RefusedError(f"the address at {parsed.host} carries a user name or password; leave it out")
    return parsed


def checked_addresses(host: str, port: int, allow_private: bool) -> list[str]:
    """The IP addresses of a host, all of which may be asked. Raises RefusedError when one may not be."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise UnavailableError(f"the host {host} is not known ({error.strerror})") from error
    except (UnicodeError, OSError) as error:
        raise RefusedError(f"the host {host!r} cannot be looked up ({error})") from error
    addresses = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
    for address in addresses:
        if problem := why_not(address, allow_private):
            raise RefusedError(f"{host} is not asked: {problem}")
    return addresses


def why_not(address: str, allow_private: bool = False) -> str | None:
    """Why an IP address may not be asked; None when it may.

    `allow_private` opens the computer's own and private networks. Link-local addresses stay closed even then: cloud
    providers hand out credentials there.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return f"{address} is an IPv4 address written as IPv6"
        if inner := _carried(ip):
            return why_not(str(inner), allow_private)
    if ip.is_unspecified or ip.is_multicast or ip.is_link_local:
        kind = "unspecified" if ip.is_unspecified else "multicast" if ip.is_multicast else "link-local"
        return f"{address} is a {kind} address" if kind != "unspecified" else f"{address} is no address of a server"
    if ip.is_loopback or (ip.is_private and not ip.is_reserved):
        kind = "loopback" if ip.is_loopback else "private"
        return None if allow_private else f"{address} is a {kind} address (--allow-private permits it)"
    return None if ip.is_global and not ip.is_reserved else f"{address} is a reserved address"


def _carried(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a translated or tunnelled IPv6 address leads to."""
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
