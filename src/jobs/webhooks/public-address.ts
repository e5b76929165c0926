/**
 * Which IP addresses are of the public Internet. A table of our own, since the library that has one is a sixth of the
 * edge bundle; the tests hold it to that library.
 *
 * @module
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */

/** A network: its address, and how many bits of it count. */
type Network = readonly [address: string, prefix: number];

/** IPv4 that is private, local, reserved or multicast. */
const SPECIAL_IPV4: readonly Network[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/** All of IPv6 that is given out to the public. Mapped and translated IPv4, local and multicast are outside of it. */
const GLOBAL_UNICAST: Network = ["2000::", 3];

/** What is special within {@link GLOBAL_UNICAST}: protocols, documentation, tunnels that an IPv4 address is packed in. */
const SPECIAL_IPV6: readonly Network[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
];

/**
 * Is it an address of the public Internet?
 *
 * @param host as `URL.hostname` writes it: IPv4 in four decimal numbers, IPv6 in brackets, in the shortest form
 * @returns null when it is a name, not an address
 */
export function isPublicAddress(host: string): boolean | null {
  if (host.startsWith("[")) {
    const address = host.slice(1, -1);
    return isWithinIpv6(address, GLOBAL_UNICAST) && !SPECIAL_IPV6.some((net) => isWithinIpv6(address, net));
  }
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return !SPECIAL_IPV4.some((net) => isWithinIpv4(host, net));
  return null;
}

function isWithinIpv4(address: string, [network, prefix]: Network): boolean {
  const size = 2 ** (32 - prefix);
  return Math.floor(ipv4Number(address) / size) === Math.floor(ipv4Number(network) / size);
}

function isWithinIpv6(address: string, [network, prefix]: Network): boolean {
  const size = 2 ** (48 - prefix);
  return Math.floor(ipv6Site(address) / size) === Math.floor(ipv6Site(network) / size);
}

function ipv4Number(address: string): number {
  return address.split(".").reduce((number, part) => number * 256 + Number(part), 0);
}

/** The first 48 bits: no network of the tables goes further, and a number holds no 128. */
function ipv6Site(address: string): number {
  const [head = ""] = address.split("::");
  const groups = head.split(":");
  return [0, 1, 2].reduce((number, i) => number * 65_536 + Number.parseInt(groups[i] || "0", 16), 0);
}
