import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { checkDestination } from "../../../src/jobs/webhooks/destination";
import { isPublicAddress } from "../../../src/jobs/webhooks/public-address";

describe("checkDestination", () => {
  test.each([
    ["https://example.com/hooks?of=jobs", "https://example.com/hooks?of=jobs"],
    ["HTTPS://Example.COM", "https://example.com/"],
    ["https://example.com:8443/", "https://example.com:8443/"],
    ["https://example.com./", "https://example.com./"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["https://1.1.1.1/", "https://1.1.1.1/"],
    ["https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"],
    ["https://localhost.example.com/", "https://localhost.example.com/"],
    ["https://mylocal.example/", "https://mylocal.example/"],
    ["https://notlocalhost.com/", "https://notlocalhost.com/"],
  ])("%s is allowed", (text, url) => {
    expect(checkDestination(text, false)).toEqual({ allowed: true, url });
  });

  test.each([
    ["not a URL", "", /a whole URL/],
    ["a path", "/hooks", /a whole URL/],
    ["a number that is no address", "https://1.2.3.4.5/", /a whole URL/],
    ["no TLS", "http://example.com/", /goes to https:, not to http:/],
    ["another scheme", "ftp://example.com/", /not to ftp:/],
    ["data", "data:text/plain,x", /not to data:/],
    ["a user", "https://me@example.com/", /no user name or password/],
    ["a password", "https://:secret@example.com/", /no user name or password/],
    ["localhost", "https://localhost/", /name of a local network/],
    ["localhost in capitals", "https://LOCALHOST/", /name of a local network/],
    ["localhost, absolute", "https://localhost./", /name of a local network/],
    ["localhost with dots", "https://localhost../", /name of a local network/],
    ["localhost, escaped", "https://%6cocalhost/", /name of a local network/],
    ["localhost, full width", "https://ｌｏｃａｌｈｏｓｔ/", /name of a local network/],
    ["below localhost", "https://api.localhost/", /name of a local network/],
    ["mDNS", "https://printer.local/", /name of a local network/],
    ["a cloud's metadata", "https://metadata.google.internal/", /name of a local network/],
    ["a home's network", "https://nas.home.arpa/", /name of a local network/],
    ["a single label", "https://intranet/", /name of a local network/],
    ["loopback", "https://127.0.0.1/", /127\.0\.0\.1 is not an address of the public Internet/],
    ["loopback, shortened", "https://127.1/", /127\.0\.0\.1/],
    ["loopback, as one number", "https://2130706433/", /127\.0\.0\.1/],
    ["loopback, hexadecimal", "https://0x7f.0.0.1/", /127\.0\.0\.1/],
    ["loopback, octal", "https://0177.0.0.1/", /127\.0\.0\.1/],
    ["loopback, absolute", "https://127.0.0.1./", /127\.0\.0\.1/],
    ["loopback, circled", "https://①②⑦.⓪.⓪.①/", /127\.0\.0\.1/],
    ["nothing", "https://0/", /0\.0\.0\.0/],
    ["private, 10", "https://10.1.2.3/", /10\.1\.2\.3/],
    ["private, 172", "https://172.31.255.255/", /172/],
    ["private, 192", "https://192.168.0.1/", /192/],
    ["CGNAT", "https://100.127.255.255/", /100/],
    ["a cloud's metadata, by address", "https://169.254.169.254/", /169/],
    ["multicast", "https://239.1.1.1/", /239/],
    ["reserved", "https://250.1.1.1/", /250/],
    ["broadcast", "https://255.255.255.255/", /255/],
    ["IPv6 loopback", "https://[::1]/", /\[::1\]/],
    ["IPv6 loopback, in full", "https://[0:0:0:0:0:0:0:1]/", /\[::1\]/],
    ["IPv6 nothing", "https://[::]/", /\[::\]/],
    ["IPv4-mapped", "https://[::ffff:127.0.0.1]/", /\[::ffff:7f00:1\]/],
    ["IPv4-compatible", "https://[::127.0.0.1]/", /\[::7f00:1\]/],
    ["IPv4-translated", "https://[::ffff:0:127.0.0.1]/", /not an address/],
    ["NAT64", "https://[64:ff9b::7f00:1]/", /not an address/],
    ["6to4", "https://[2002:7f00:1::]/", /not an address/],
    ["Teredo", "https://[2001:0:7f00:1::]/", /not an address/],
    ["IPv6 link-local", "https://[fe80::1]/", /not an address/],
    ["IPv6 site-local", "https://[fec0::1]/", /not an address/],
    ["IPv6 unique local", "https://[fd00::1]/", /not an address/],
    ["IPv6 multicast", "https://[ff02::1]/", /not an address/],
    ["IPv6 documentation", "https://[2001:db8::1]/", /not an address/],
  ])("%s is refused: %s", (_, text, reason) => {
    expect(checkDestination(text, false)).toEqual({ allowed: false, reason: expect.stringMatching(reason) });
  });

  test.each([
    ["http://localhost:8787/hooks"],
    ["http://127.0.0.1:3000/"],
    ["https://intranet/"],
    ["http://[::1]/"],
  ])("%s is allowed in development", (text) => {
    expect(checkDestination(text, true)).toEqual({ allowed: true, url: text });
  });

  test.each([
    ["file:///etc/passwd", /not to file:/],
    ["http://me:secret@localhost/", /no user name or password/],
    ["localhost:8787/hooks", /not to localhost:/],
  ])("%s is not even allowed in development", (text, reason) => {
    expect(checkDestination(text, true)).toEqual({ allowed: false, reason: expect.stringMatching(reason) });
  });
});

/** What the oracle calls special, with both of its ends and what lies beside them. */
const borders = (kind: "IPv4" | "IPv6"): string[] => {
  const ranges = new ipaddr[kind](new Array(kind === "IPv4" ? 4 : 16).fill(0)) as unknown as {
    SpecialRanges: Record<string, unknown[]>;
  };
  return Object.values(ranges.SpecialRanges)
    .flatMap((entry) => (Array.isArray(entry[0]) ? entry : [entry]) as [ipaddr.IPv4 | ipaddr.IPv6, number][])
    .flatMap(([network, prefix]) => {
      const bits = kind === "IPv4" ? 32n : 128n;
      const first = network.toByteArray().reduce((number, byte) => number * 256n + BigInt(byte), 0n);
      const last = first + 2n ** (bits - BigInt(prefix)) - 1n;
      return [first - 1n, first, last, last + 1n]
        .filter((number) => number >= 0n && number < 2n ** bits)
        .map((number) => hostOf(number, Number(bits) / 8));
    });
};

/** As a URL writes it. */
function hostOf(number: bigint, length: number): string {
  const bytes = Array.from({ length }, (_, i) => Number((number >> BigInt(8 * (length - 1 - i))) & 255n));
  const address = ipaddr.fromByteArray(bytes).toString();
  return new URL(`https://${length === 4 ? address : `[${address}]`}/`).hostname;
}

/** The oracle takes what is left over as unicast; of IPv6, only an eighth is given out. */
function isPublicByOracle(host: string): boolean {
  if (!host.startsWith("[")) return ipaddr.parse(host).range() === "unicast";
  const address = ipaddr.parse(host.slice(1, -1));
  return address.range() === "unicast" && address.match(ipaddr.parseCIDR("2000::/3"));
}

describe("isPublicAddress", () => {
  test("says what ipaddr.js says, at every border of its ranges", () => {
    const hosts = [...borders("IPv4"), ...borders("IPv6")];
    expect(hosts.length).toBeGreaterThan(100);
    for (const host of hosts) expect([host, isPublicAddress(host)]).toEqual([host, isPublicByOracle(host)]);
  });

  test("says what ipaddr.js says, anywhere", () => {
    const ipv4 = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((number) => hostOf(number, 4));
    const ipv6 = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((number) => hostOf(number, 16));
    const global = fc.bigInt({ min: 2n ** 125n, max: 2n ** 126n - 1n }).map((number) => hostOf(number, 16));
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6, global), (host) => {
        expect(isPublicAddress(host)).toBe(isPublicByOracle(host));
      }),
      { numRuns: 2000 },
    );
  });

  test("leaves names alone", () => {
    expect(isPublicAddress("example.com")).toBeNull();
    expect(isPublicAddress("1.1.1.1.example.com")).toBeNull();
  });
});
