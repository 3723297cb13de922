import {
  createServer,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { type Answer, failed } from '~/intake/answers';
import { answerClick } from '~/intake/click';
import { IntakeMessage } from '~/intake/intake-message';
import { answerPixel, PIXEL_LIMIT } from '~/intake/pixel';
import { headerIn } from '~/intake/request-head';
import { requestSaid } from '~/intake/redirect';

/**
 * A server that answers clicks and pixel events by itself, straight from Node's own messages, and leaves all else to a
 * listener: these two come by the thousand at a campaign's peak, and finding their way through the rest costs as much
 * again as what is done with them. What is out of the ordinary about one of them is the listener's, too. A request
 * without a body, such as a click, is read as one at once, and not as a stream that is about to end.
 */
export const createIntakeServer = (options: ServerOptions, listener: RequestListener): Server =>
  createServer(
    { ...options, IncomingMessage: IntakeMessage, optimizeEmptyRequests: true },
    (incoming, outgoing) => {
      if (!answerStraight(incoming, outgoing)) listener(incoming, outgoing);
    },
  );

const CLICK = /^\/l\/([\w-]+)$/;

/** Answers a plain click or pixel event; false where the request is for somebody else. */
function answerStraight(incoming: IntakeMessage, outgoing: ServerResponse): boolean {
  const { method, url = '' } = incoming;
  const now = new Date();
  if (method === 'POST') {
    if (url !== '/pixel' || !(Number(incoming.headers['content-length']) <= PIXEL_LIMIT)) return false;
    incoming.whole((body) => send(answerPixel(body, now), outgoing));
    return true;
  }
  const token = method === 'GET' || method === 'HEAD' ? CLICK.exec(url)?.[1] : undefined;
  if (method === undefined || token === undefined) return false;
  const request = requestSaid(method, (name) => headerIn(incoming, name));
  const answering = answerClick(token, request, now);
  send(
    answering.catch((error: unknown) => failed('/l/:token', error)),
    outgoing,
  );
  return true;
}

function send(answering: Promise<Answer>, outgoing: ServerResponse): void {
  answering
    .then(({ status, headers, body }) => outgoing.writeHead(status, headers).end(body))
    .catch((error: unknown) => outgoing.destroy(error as Error));
}
