// The strict sandbox of an app's pixel: a worker in which nothing is left but the language and what Shopify promises.
(() => {
  const PROMISED = [
    'self',
    'console',
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'fetch',
    'Headers',
    'Request',
    'Response',
  ];
  const LANGUAGE = [
    'globalThis Infinity NaN undefined eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI',
    'encodeURIComponent escape unescape Object Function Boolean Symbol Number BigInt Math Date String RegExp Array Map',
    'Set WeakMap WeakSet WeakRef FinalizationRegistry ArrayBuffer SharedArrayBuffer Atomics DataView JSON Promise Proxy',
    'Reflect Intl Iterator Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array',
    'BigInt64Array BigUint64Array Float16Array Float32Array Float64Array Error AggregateError EvalError RangeError',
    'ReferenceError SyntaxError TypeError URIError SuppressedError DisposableStack AsyncDisposableStack',
  ].flatMap((line) => line.split(' '));
  const kept = new Set([...PROMISED, ...LANGUAGE]);

  const post = self.postMessage.bind(self);
  const load = self.importScripts.bind(self);
  const past = [];
  const listeners = [];
  const privacyListeners = [];
  const waiting = new Map();
  let lastCall = 0;

  const matches = (wanted, { name, type }) =>
    wanted === name || wanted === 'all_events' || wanted === `all_${type}_events`;

  /** Asks the page's own window, as every call of `browser` does. */
  const ask = (area, method) =>
    function (...args) {
      lastCall += 1;
      const call = lastCall;
      post({ call, area, method, args });
      return new Promise((resolve, reject) => waiting.set(call, { resolve, reject }));
    };
  const storage = (area) =>
    Object.fromEntries(
      ['getItem', 'setItem', 'removeItem', 'clear', 'key', 'length'].map((method) => [
        method,
        ask(area, method),
      ]),
    );

  const apiOf = ({ settings, init }) => ({
    settings,
    init,
    analytics: {
      subscribe(name, listener) {
        const entry = { name, listener };
        listeners.push(entry);
        for (const event of past) if (matches(name, event)) void Promise.resolve(event).then(listener);
        return () => listeners.splice(listeners.indexOf(entry), 1).length === 1;
      },
    },
    browser: {
      cookie: { get: ask('cookie', 'get'), set: ask('cookie', 'set') },
      localStorage: storage('localStorage'),
      sessionStorage: storage('sessionStorage'),
      sendBeacon: ask('beacon', 'send'),
    },
    customerPrivacy: {
      subscribe(name, listener) {
        if (name === 'visitorConsentCollected') privacyListeners.push(listener);
        return () => true;
      },
    },
  });

  function strip() {
    for (let scope = self; scope && scope !== Object.prototype; scope = Object.getPrototypeOf(scope))
      for (const name of Object.getOwnPropertyNames(scope)) if (!kept.has(name)) delete scope[name];
  }

  function start({ bundle, ...given }) {
    strip();
    self.shopify = {
      extend(point, register) {
        if (point === 'WebPixel::Render') register(apiOf(given));
      },
    };
    load(bundle);
    post({ ready: true });
  }

  function answer({ call, value, error }) {
    const { resolve, reject } = waiting.get(call);
    waiting.delete(call);
    if (error) reject(new Error(error));
    else resolve(value);
  }

  function publish(event) {
    past.push(event);
    for (const { name, listener } of [...listeners]) if (matches(name, event)) listener(event);
  }

  self.addEventListener('message', ({ data }) => {
    if (data.start) start(data.start);
    else if (data.event) publish(data.event);
    else if (data.customerPrivacy) for (const listener of privacyListeners) listener(data);
    else answer(data);
  });
})();
