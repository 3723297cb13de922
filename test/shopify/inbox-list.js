// New mails and messages appear by themselves: asked for while somebody looks, shown only when the list has changed.
const list = () => document.getElementById('fresh');

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href).catch(() => undefined);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('fresh');
  if (fresh && fresh.innerHTML !== list().innerHTML) list().replaceWith(fresh);
}

setInterval(() => void refresh(), 2000);
