// Stands in for App Bridge inside the app's frame: what the local admin must show or do is asked of it by message.
(() => {
  const ADMIN_ORIGIN = '__ADMIN_ORIGIN__';
  const FROM_ADMIN = ['embedded', 'shop', 'host', 'id_token', 'hmac', 'timestamp', 'session', 'locale'];
  const RETRY_HEADER = 'X-Shopify-Retry-Invalid-Session-Request';
  const parameters = new URLSearchParams(location.search);
  const questions = new Map();
  let lastQuestion = 0;

  const tell = (type, message = {}) => parent.postMessage({ type, ...message }, ADMIN_ORIGIN);
  const ask = (type, message = {}) =>
    new Promise((answer) => {
      questions.set((lastQuestion += 1), answer);
      tell(type, { question: lastQuestion, ...message });
    });
  const idToken = () => ask('id-token');

  // ------------------------------------------------------------ what the admin says

  const onAdmin = {
    answer: ({ question, value }) => {
      questions.get(question)?.(value);
      questions.delete(question);
    },
    navigate: ({ href }) => {
      const link = [...document.querySelectorAll('ui-nav-menu a')].find(
        (one) => one.getAttribute('href') === href,
      );
      link?.dispatchEvent(new CustomEvent('shopify:navigate', { bubbles: true }));
    },
    'save-bar-button': ({ id, primary }) => saveBars.get(id)?.press(primary),
    'toast-action': ({ id }) => toastActions.get(id)?.(),
  };
  addEventListener('message', ({ source, origin, data }) => {
    if (source === parent && origin === ADMIN_ORIGIN) onAdmin[data?.type]?.(data);
  });

  // ------------------------------------------------------------ requests to the app carry a session token

  const plainFetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin || request.headers.has('authorization'))
      return plainFetch(request);
    const attempt = async () => {
      const signed = new Request(request.clone());
      signed.headers.set('authorization', `Bearer ${await idToken()}`);
      return plainFetch(signed);
    };
    const response = await attempt();
    return response.status === 401 && response.headers.has(RETRY_HEADER) ? attempt() : response;
  };

  // A page that only waits to be loaded again with a fresh token.
  const reload = parameters.get('shopify-reload');
  if (reload) {
    void idToken().then((token) => {
      const target = new URL(reload, location.href);
      if (target.origin !== location.origin) return;
      target.searchParams.set('id_token', token);
      location.replace(target);
    });
  }

  // ------------------------------------------------------------ where the app is, mirrored in the admin's address

  const tellLocation = () => {
    if (reload) return;
    const own = new URL(location.href);
    for (const name of FROM_ADMIN) own.searchParams.delete(name);
    tell('location', { path: own.pathname + own.search + own.hash, title: document.title });
  };
  for (const method of ['pushState', 'replaceState']) {
    const plain = history[method].bind(history);
    history[method] = (...given) => {
      plain(...given);
      tellLocation();
    };
  }
  addEventListener('popstate', tellLocation);
  tellLocation();

  // Links into the admin itself leave the frame.
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="shopify://admin/"]') : null;
    if (!link) return;
    event.preventDefault();
    tell('open', { path: link.getAttribute('href').replace('shopify://admin', '') });
  });

  // ------------------------------------------------------------ elements

  // Not by changing the document: the app takes that over as its server sent it.
  const hidden = new CSSStyleSheet();
  hidden.replaceSync('ui-nav-menu, ui-title-bar, ui-save-bar, ui-modal { display: none }');
  document.adoptedStyleSheets.push(hidden);

  class NavMenu extends HTMLElement {
    connectedCallback() {
      const mirror = () =>
        tell('nav', {
          links: [...this.querySelectorAll('a')].map((link) => ({
            href: link.getAttribute('href'),
            label: link.textContent.trim(),
            home: link.getAttribute('rel') === 'home',
          })),
        });
      new MutationObserver(mirror).observe(this, { childList: true, subtree: true, characterData: true });
      mirror();
    }
  }

  const saveBars = new Map();
  class SaveBar extends HTMLElement {
    open = false;
    show() {
      return this.#set(true);
    }
    hide() {
      return this.#set(false);
    }
    toggle() {
      return this.#set(!this.open);
    }
    press(primary) {
      const button = [...this.querySelectorAll('button')].find(
        (one) => (one.getAttribute('variant') === 'primary') === primary,
      );
      button?.click();
    }
    #set(open) {
      if (open !== this.open) {
        this.open = open;
        saveBars[open ? 'set' : 'delete'](this.id, this);
        tell('save-bar', { id: this.id, open });
        this.dispatchEvent(new Event(open ? 'show' : 'hide'));
      }
      return Promise.resolve();
    }
  }

  /** Forms that say `data-save-bar` have one of their own. */
  const formOf = (event) =>
    event.target instanceof Element ? event.target.closest('form[data-save-bar]') : null;
  const formBar = (form, open) => {
    const id = `form-${[...document.forms].indexOf(form)}`;
    if (saveBars.has(id) === open) return;
    const press = (primary) => (primary ? form.requestSubmit() : form.reset());
    if (open) saveBars.set(id, { press });
    else saveBars.delete(id);
    tell('save-bar', { id, open });
  };
  for (const [type, open] of Object.entries({ input: true, change: true, submit: false, reset: false })) {
    document.addEventListener(type, (event) => {
      const form = formOf(event);
      if (form) formBar(form, open);
    });
  }

  class Modal extends HTMLElement {
    content = document.createElement('div');
    #dialog = document.createElement('dialog');
    constructor() {
      super();
      this.#dialog.style.cssText = 'border:0;border-radius:12px;padding:0;min-width:min(620px,90vw)';
      this.#dialog.append(this.content);
      this.#dialog.addEventListener('close', () => this.dispatchEvent(new Event('hide')));
    }
    disconnectedCallback() {
      this.#dialog.remove();
    }
    show() {
      document.body.append(this.#dialog);
      if (!this.#dialog.open) this.#dialog.showModal();
      this.dispatchEvent(new Event('show'));
      return Promise.resolve();
    }
    hide() {
      if (this.#dialog.open) this.#dialog.close();
      return Promise.resolve();
    }
  }

  customElements.define('ui-nav-menu', NavMenu);
  customElements.define('ui-save-bar', SaveBar);
  customElements.define('ui-modal', Modal);

  // ------------------------------------------------------------ window.shopify

  const toastActions = new Map();
  const byId = (id) => document.getElementById(id);
  window.shopify = {
    config: {
      apiKey: document.currentScript?.dataset.apiKey ?? '',
      shop: parameters.get('shop') ?? '',
      host: parameters.get('host') ?? '',
      locale: parameters.get('locale') ?? 'en',
      appOrigins: [location.origin],
    },
    environment: { mobile: false, embedded: parent !== window, pos: false, intent: false },
    origin: ADMIN_ORIGIN,
    ready: Promise.resolve(),
    idToken,
    user: () => ask('user'),
    loading: (on = true) => tell('loading', { on }),
    toast: {
      show: (text, { duration = 5000, isError = false, action, onAction } = {}) => {
        const id = crypto.randomUUID();
        if (onAction) toastActions.set(id, onAction);
        tell('toast', { id, text, duration, isError, action });
        return id;
      },
      hide: (id) => tell('toast-hide', { id }),
    },
    saveBar: {
      show: (id) => Promise.resolve(byId(id)?.show()),
      hide: (id) => Promise.resolve(byId(id)?.hide()),
      toggle: (id) => Promise.resolve(byId(id)?.toggle()),
      leaveConfirmation: () => (saveBars.size > 0 ? ask('leave-confirmation') : Promise.resolve()),
    },
    modal: {
      show: (id) => Promise.resolve(byId(id)?.show()),
      hide: (id) => Promise.resolve(byId(id)?.hide()),
      toggle: (id) => Promise.resolve(byId(id)?.show()),
    },
    scopes: {
      query: () => ask('scopes'),
      request: async (scopes) => {
        const detail = await ask('request-scopes', { scopes });
        const granted = scopes.every((scope) => detail.granted.includes(scope));
        return { result: granted ? 'granted-all' : 'declined-all', detail };
      },
      revoke: () => Promise.resolve({ detail: { granted: [], optional: [], required: [] } }),
    },
    resourcePicker: async (options) => {
      const selection = await ask('resource-picker', { options });
      return selection && Object.assign(selection, { selection });
    },
    webVitals: { onReport: () => Promise.resolve() },
  };
})();
