import { z } from 'zod';
import { done, type Outcome, refused } from '~/lib/outcome';

/** An identifier as Shopify and browsers make them: short and printable. */
const identifier = z.string().regex(/^[\x21-\x7e]{1,128}$/);

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** One landing on the shop as the pixel noted it. Texts are whatever the visitor's address bar held. */
export const wireLanding = z.object({
  at: instant,
  path: z.string().optional(),
  ref: z.string().optional(),
  source: z.string().optional(),
  medium: z.string().optional(),
  campaign: z.string().optional(),
  id: z.string().optional(),
  click: z.string().optional(),
  ad: z.string().optional(),
});

const wireEvent = z.object({
  v: z.literal(1),
  account: identifier,
  id: identifier,
  visitor: identifier,
  at: instant,
  checkout: z.object({
    token: identifier,
    order: z.string().max(128).optional(),
    click: z.string().optional(),
  }),
  /** Judged one by one in the pipeline: a bad one does not spoil the rest. */
  landings: z.array(z.unknown()),
});

/** Wire format, version 1: a completed checkout with the landings that led to it. */
export type WireEvent = z.infer<typeof wireEvent>;
export type WireLanding = z.infer<typeof wireLanding>;

export type WireDrop = 'not_json' | 'unknown_version' | 'malformed';

const wireSender = wireEvent.pick({ v: true, account: true, visitor: true });

/** Who sent an event: all that its door looks at. */
export type WireSender = z.infer<typeof wireSender>;

/**
 * How the pixel itself begins: who sends an event stands first, and nothing of it is escaped. Whatever else JSON allows
 * is read as JSON.
 */
const HEAD =
  /^\{"v":1,"account":"([!#-[\]-~]{1,128})","id":"[!#-[\]-~]{1,128}","visitor":"([!#-[\]-~]{1,128})",/;

/** As much as such a head may take. */
const HEAD_BYTES = 512;

function readHead(text: string): WireSender | undefined {
  const [, account, visitor] = HEAD.exec(text) ?? [];
  return account === undefined || visitor === undefined ? undefined : { v: 1, account, visitor };
}

/** Reads what a pixel posted. Whom its head names it names throughout: JSON lets a later name outdo an earlier one. */
export function parseWireEvent(text: string): Outcome<WireEvent, WireDrop> {
  const event = parse(wireEvent, text);
  const head = readHead(text);
  if (!event.ok || !head) return event;
  const { account, visitor } = event.value;
  return head.account === account && head.visitor === visitor ? event : refused('malformed');
}

/**
 * Reads who posted it, and nothing else of it: behind the pixel's own head there may be no JSON at all, but never a NUL,
 * which no column holds. The head is a text of its own: whoever keeps a name must not keep all of a body with it.
 */
export function parseWireSender(body: Buffer): Outcome<WireSender, WireDrop> {
  const head = readHead(body.toString('latin1', 0, HEAD_BYTES));
  return head && !body.includes(0) ? done(head) : parse(wireSender, body.toString('utf8'));
}

function parse<T>(schema: z.ZodType<T>, text: string): Outcome<T, WireDrop> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused('not_json');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return done(parsed.data);
  const version = z.object({ v: z.number() }).safeParse(json);
  return refused(version.success && version.data.v !== 1 ? 'unknown_version' : 'malformed');
}
