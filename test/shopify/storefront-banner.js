// The cookie banner: remembers the visitor's choice and tells whoever waits for it on this page.
const banner = document.getElementById('cookie-banner');

for (const button of banner.querySelectorAll('button')) {
  button.addEventListener('click', () => {
    // At once and not by the answer, so that the next page knows even when it is asked for first.
    document.cookie = `tide_consent=${button.value}; path=/; max-age=31536000; samesite=lax`;
    void fetch('/consent', { method: 'POST', keepalive: true });
    banner.remove();
    document.dispatchEvent(new CustomEvent('consent-collected', { detail: button.value }));
  });
}
