import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { type Answer, failed } from '~/intake/answers';
import { answerClick } from '~/intake/click';
import { answerPixel, PIXEL_LIMIT } from '~/intake/pixel';
import { readIncoming } from '~/intake/read-body';
import { headerIn } from '~/intake/request-head';
import { requestSaid } from '~/intake/redirect';

/**
 * A server that answers clicks and pixel events by itself, straight from Node's own messages, and leaves all else to a
 * listener: these two come by the thousand at a campaign's peak, and finding their way through the rest costs as much
 * again as what is done with them. What is out of the ordinary about one of them is the listener's, too.
 */
export const createIntakeServer = (options: ServerOptions, listener: RequestListener): Server =>
  createServer(options, (incoming, outgoing) => {
    const answering = answerStraight(incoming);
    if (!answering) return listener(incoming, outgoing);
    answering
      .then(({ status, headers, body }) => outgoing.writeHead(status, headers).end(body))
      .catch((error: unknown) => outgoing.destroy(error as Error));
  });

const CLICK = /^\/l\/([\w-]+)$/;

/** The answer to a plain click or pixel event, which never fails; undefined where it is for somebody else. */
function answerStraight(incoming: IncomingMessage): Promise<Answer> | undefined {
  const { method, url = '' } = incoming;
  if (method === 'POST') {
    if (url !== '/pixel' || !(Number(incoming.headers['content-length']) <= PIXEL_LIMIT)) return undefined;
    return answerPixel(readIncoming(incoming, PIXEL_LIMIT), new Date());
  }
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const token = CLICK.exec(url)?.[1];
  if (token === undefined) return undefined;
  const request = requestSaid(method, (name) => headerIn(incoming, name));
  return answerClick(token, request, new Date()).catch((error: unknown) => failed('/l/:token', error));
}
