// The page's side of the pixel: publishes the page's events, and runs the pixel in its worker once the visitor allows it.
const page = JSON.parse(document.getElementById('pixel-runner').textContent);

const privacyOf = (consent) => ({
  analyticsProcessingAllowed: consent === 'accepted',
  marketingAllowed: consent === 'accepted',
  preferencesProcessingAllowed: consent === 'accepted',
  saleOfDataAllowed: consent === 'accepted',
});

const copied = (from, names) => Object.fromEntries(names.map((name) => [name, from[name]]));
const LOCATION = ['href', 'search', 'pathname', 'host', 'hostname', 'origin', 'protocol', 'port', 'hash'];
const contextNow = () => ({
  document: {
    location: copied(location, LOCATION),
    referrer: document.referrer,
    title: document.title,
    characterSet: document.characterSet,
  },
  navigator: {
    ...copied(navigator, ['userAgent', 'language', 'cookieEnabled']),
    languages: [...navigator.languages],
  },
  window: {
    location: copied(location, LOCATION),
    ...copied(window, [
      'origin',
      'innerWidth',
      'innerHeight',
      'outerWidth',
      'outerHeight',
      'scrollX',
      'scrollY',
    ]),
  },
});

const context = contextNow();
const events = page.events.map(({ name, data }, index) => ({
  id: crypto.randomUUID(),
  name,
  data,
  seq: index,
  timestamp: new Date().toISOString(),
  type: 'standard',
  clientId: page.clientId,
  context,
}));

const storage = (area) => (method, args) => (method === 'length' ? area.length : area[method](...args));
const AREAS = {
  localStorage: storage(localStorage),
  sessionStorage: storage(sessionStorage),
  beacon: (_method, [url, body]) => navigator.sendBeacon(url, body),
  cookie(method, [name, value]) {
    if (method === 'set') document.cookie = value === undefined ? name : `${name}=${value}; path=/`;
    if (name === undefined || method === 'set') return document.cookie;
    const pair = document.cookie.split('; ').find((candidate) => candidate.startsWith(`${name}=`));
    return pair?.slice(name.length + 1) ?? '';
  },
};

function run(customerPrivacy) {
  const worker = new Worker('/pixel-runner/worker.js');
  worker.addEventListener('error', ({ message }) => console.error(`pixel: ${message}`));
  worker.addEventListener('message', ({ data }) => {
    if (data.ready) {
      for (const event of events) worker.postMessage({ event });
      return;
    }
    try {
      worker.postMessage({ call: data.call, value: AREAS[data.area](data.method, data.args) });
    } catch (error) {
      worker.postMessage({ call: data.call, error: String(error) });
    }
  });
  const init = { context, data: page.data, customerPrivacy };
  worker.postMessage({ start: { bundle: page.bundle, settings: page.settings, init } });
  return worker;
}

const allowed = (privacy) => page.purposes.every((purpose) => privacy[purpose]);

let worker = allowed(privacyOf(page.consent)) ? run(privacyOf(page.consent)) : undefined;
document.addEventListener('consent-collected', ({ detail }) => {
  const customerPrivacy = privacyOf(detail);
  if (worker) worker.postMessage({ customerPrivacy });
  else if (allowed(customerPrivacy)) worker = run(customerPrivacy);
});
