import { Agent, Dispatcher, setGlobalDispatcher } from 'undici';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** Where Shopify answers, its shops and where it has uploads sent. */
const SHOPIFYS = /(\.myshopify\.com|^shopify-staged-uploads\.storage\.googleapis\.com)$/;
const platform = process.env.LOCAL_SHOPIFY_URL;
if (!platform) throw new Error('LOCAL_SHOPIFY_URL says where the local Shopify listens');

/** Sends what is meant for Shopify to the local one, and lets nothing else leave this machine. */
class RouteToLoopback extends Dispatcher {
  #agent = new Agent();

  dispatch(options, handler) {
    const origin = new URL(options.origin);
    if (SHOPIFYS.test(origin.hostname)) {
      const headers = withHeader(options.headers, 'x-emulated-host', origin.hostname);
      return this.#agent.dispatch({ ...options, origin: platform, headers }, handler);
    }
    if (LOOPBACK.has(origin.hostname)) return this.#agent.dispatch(options, handler);
    throw new Error(`no request may leave this machine: ${origin.origin}`);
  }

  close(...given) {
    return this.#agent.close(...given);
  }

  destroy(...given) {
    return this.#agent.destroy(...given);
  }
}

/** The headers of a dispatch are a flat list, an object or pairs, depending on who sends. */
function withHeader(headers, name, value) {
  if (!headers) return { [name]: value };
  if (!Array.isArray(headers)) {
    const pairs = Symbol.iterator in headers ? headers : Object.entries(headers);
    return { ...Object.fromEntries(pairs), [name]: value };
  }
  return [...headers, name, value];
}

setGlobalDispatcher(new RouteToLoopback());
