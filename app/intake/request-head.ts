import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { IncomingMessage } from 'node:http';

/** Node's own message of a request; undefined where no server of Node's took it. */
export const incomingOf = (c: Context) => (c.env as Partial<HttpBindings> | undefined)?.incoming;

/**
 * A request's header by its lower-case name. Over real HTTP it is Node's, which has them ready: asking the web's kind of
 * request for them costs more than most else that a door does.
 */
export function headerOf(c: Context, name: string): string | undefined {
  const incoming = incomingOf(c);
  return incoming ? headerIn(incoming, name) : c.req.header(name);
}

/** A header of Node's message by its lower-case name. */
export function headerIn({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
