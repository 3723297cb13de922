import { pickProducts } from '/product-picker.js';

// The admin around the app's frame: answers what the app asks through App Bridge.
const frame = document.querySelector('iframe');
const { origin: appOrigin, base, path } = frame.dataset;
const nav = document.querySelector('#app-nav');
const saveBar = document.querySelector('#save-bar');
const toasts = document.querySelector('#toasts');
const progress = document.querySelector('#progress');
let openSaveBar = null;
let current = path;

const tell = (type, message = {}) => frame.contentWindow.postMessage({ type, ...message }, appOrigin);
const ask = async (url) => {
  const response = await fetch(url, { method: 'POST' });
  return response.json();
};

const on = {
  'id-token': async () => (await ask('/session-token')).token,
  user: () => ({ accountAccess: 'Full access' }),
  scopes: () => ask('/granted-scopes'),
  'request-scopes': ({ scopes }) =>
    confirm(`Allow the app to use ${scopes.join(', ')}?`)
      ? ask(`/request-scopes?scopes=${encodeURIComponent(scopes.join(','))}`)
      : ask('/granted-scopes'),
  'resource-picker': async ({ options }) => pickProducts(await ask('/picker-products'), options),
  'leave-confirmation': () =>
    confirm('Leave page with unsaved changes?') ? null : new Promise(() => undefined),

  location: ({ path: now, title }) => {
    current = now;
    history.replaceState(null, '', base + now);
    if (title) document.title = `${title} · ${document.body.dataset.shop}`;
    markCurrent();
  },
  nav: ({ links }) => {
    nav.replaceChildren(
      ...links
        .filter(({ home }) => !home)
        .map(({ href, label }) => {
          const link = document.createElement('a');
          link.href = base + href;
          link.dataset.href = href;
          link.textContent = label;
          return link;
        }),
    );
    markCurrent();
  },
  'save-bar': ({ id, open }) => {
    openSaveBar = open ? id : null;
    saveBar.hidden = !open;
  },
  loading: ({ on: busy }) => {
    progress.hidden = !busy;
  },
  toast: ({ id, text, duration, isError, action }) => {
    const toast = document.createElement('div');
    toast.className = isError ? 'toast error' : 'toast';
    toast.dataset.id = id;
    toast.append(text);
    if (action) {
      const button = document.createElement('button');
      button.textContent = action;
      button.onclick = () => tell('toast-action', { id });
      toast.append(button);
    }
    toasts.append(toast);
    setTimeout(() => toast.remove(), duration);
  },
  'toast-hide': ({ id }) => toasts.querySelector(`[data-id="${CSS.escape(id)}"]`)?.remove(),
  open: ({ path: to }) => location.assign(base.replace(/\/apps\/.*/, '') + to),
};

/** The link of the page that shows: the longest address that the current one begins with. */
function markCurrent() {
  const links = [...nav.querySelectorAll('a')];
  const fits = links.filter(({ dataset }) => `${current.split('?')[0]}/`.startsWith(`${dataset.href}/`));
  const shown = fits.sort((a, b) => b.dataset.href.length - a.dataset.href.length)[0];
  for (const link of [...links, document.querySelector('#app-home')]) link.removeAttribute('aria-current');
  (shown ?? document.querySelector('#app-home')).setAttribute('aria-current', 'page');
}

addEventListener('message', async ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== appOrigin) return;
  const value = await on[data?.type]?.(data);
  if (data?.question) tell('answer', { question: data.question, value });
});

nav.addEventListener('click', (event) => {
  const link = event.target.closest('a');
  if (!link) return;
  event.preventDefault();
  document.body.classList.remove('menu-open');
  tell('navigate', { href: link.dataset.href });
});

for (const button of saveBar.querySelectorAll('button')) {
  button.onclick = () =>
    tell('save-bar-button', { id: openSaveBar, primary: button.dataset.primary === 'true' });
}

// Only now is somebody there to answer the app's first question.
frame.src = frame.dataset.src;
