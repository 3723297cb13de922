import { lookup as resolveName } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { Parser } from 'htmlparser2';
import type { Hop } from '~/tagging/link-diagnosis';

export interface FollowLimits {
  hops: number;
  /** For the whole way, in milliseconds. */
  milliseconds: number;
  /** Of a page read in search of a meta refresh. */
  bytes: number;
}

const LIMITS: FollowLimits = { hops: 10, milliseconds: 10_000, bytes: 262_144 };

/**
 * Follows a link as a browser would, by redirects and meta refreshes, and never into a private network: every hop's
 * name is resolved first, each of its addresses must be public, and the connection goes to just that address.
 * @param allowedHosts hosts that may be private (`127.0.0.1` in local development); none in production
 * @returns every hop, the last one with the reason where the way was cut short; never throws
 */
export async function followLink(
  url: string,
  allowedHosts: readonly string[] = [],
  limits: FollowLimits = LIMITS,
): Promise<Hop[]> {
  const deadline = AbortSignal.timeout(limits.milliseconds);
  const hops: Hop[] = [];
  for (let next: string | undefined = url; next !== undefined;) {
    const hop: Hop =
      hops.length === limits.hops
        ? { url: next, stopped: 'too_many_hops' }
        : await visit(next, allowedHosts, limits.bytes, deadline);
    hops.push(hop);
    next = hop.stopped ? undefined : hop.next;
  }
  return hops;
}

async function visit(
  url: string,
  allowedHosts: readonly string[],
  bytes: number,
  deadline: AbortSignal,
): Promise<Hop> {
  const target = URL.parse(url);
  if (target?.protocol !== 'http:' && target?.protocol !== 'https:') return { url, stopped: 'not_web' };
  const stopped = (): Hop => ({ url, stopped: deadline.aborted ? 'too_slow' : 'unreachable' });
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const address = await publicAddressOf(host, allowedHosts.includes(host)).catch(() => null);
  if (address === null || deadline.aborted) return stopped();
  if (address === undefined) return { url, stopped: 'refused_address' };
  try {
    const response = await get(target, address, deadline);
    const status = response.statusCode ?? 0;
    const location = status >= 300 && status < 400 ? response.headers.location : undefined;
    const leadsTo = location ?? (status < 300 ? await metaRefresh(response, bytes) : undefined);
    response.destroy();
    const next = leadsTo === undefined ? undefined : (URL.parse(leadsTo, url)?.href ?? undefined);
    return { url, status, ...(next !== undefined && next !== url && { next }) };
  } catch {
    return stopped();
  }
}

interface Address {
  address: string;
  family: number;
}

/**
 * An address of the host; undefined where any of them is not public, unless that is allowed.
 * @throws where the host has no address
 */
export async function publicAddressOf(host: string, allowed: boolean): Promise<Address | undefined> {
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolveName(host, { all: true });
  if (!allowed && !found.every(isPublic)) return undefined;
  return found[0];
}

// IANA's special-purpose address registries (RFC 6890 and its updates): what is not globally reachable.
const NOT_PUBLIC = new BlockList();
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
])
  NOT_PUBLIC.addSubnet(range.split('/')[0] ?? '', Number(range.split('/')[1]), 'ipv4');
for (const range of ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])
  NOT_PUBLIC.addSubnet(range.split('/')[0] ?? '', Number(range.split('/')[1]), 'ipv6');
// Beyond 2000::/3 lie loopback, mapped IPv4, unique local, link-local and multicast addresses.
const GLOBAL_V6 = new BlockList();
GLOBAL_V6.addSubnet('2000::', 3, 'ipv6');

function isPublic({ address, family }: Address): boolean {
  if (family === 4) return !NOT_PUBLIC.check(address, 'ipv4');
  return GLOBAL_V6.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6');
}

function get(target: URL, address: Address, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = target.protocol === 'https:' ? requestHttps : requestHttp;
    const sent = request(
      target,
      {
        signal,
        agent: false,
        // The name was resolved and checked: the connection must not resolve it a second time to something else.
        lookup: (_name, options, found) =>
          options.all ? found(null, [address]) : found(null, address.address, address.family),
        headers: {
          'user-agent': 'Mozilla/5.0 (compatible; SalesTrailLinkDoctor/1.0)',
          accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
          'accept-language': 'en',
        },
      },
      resolve,
    );
    sent.once('error', reject);
    sent.end();
  });
}

async function metaRefresh(response: IncomingMessage, bytes: number): Promise<string | undefined> {
  if (!/html/.test(response.headers['content-type'] ?? '')) return undefined;
  let target: string | undefined;
  const parser = new Parser({
    onopentag: (name, { 'http-equiv': equiv, content }) => {
      if (name !== 'meta' || equiv?.toLowerCase() !== 'refresh') return;
      target ??= /^\s*\d+(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?['"]?([^'"]+)/i.exec(content ?? '')?.[1]?.trim();
    },
  });
  let read = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    parser.write(chunk.toString('utf8'));
    read += chunk.length;
    if (target !== undefined || read >= bytes) break;
  }
  return target;
}
