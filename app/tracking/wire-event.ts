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

/** Reads what a pixel posted. */
export const parseWireEvent = (text: string): Outcome<WireEvent, WireDrop> => parse(wireEvent, text);

/** Reads who posted it, and nothing else of it: it may be malformed all the same. */
export const parseWireSender = (text: string): Outcome<WireSender, WireDrop> => parse(wireSender, text);

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
