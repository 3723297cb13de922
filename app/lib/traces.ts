const ADDRESS = /^(?:([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#@]*@)?([^/?#]*))?[^?#]*(\?[^#]*)?/is;

/** An address with its host and query alone: its path may be made of a name. A relative address keeps its query. */
export function withoutPath(address: string): string {
  const [, scheme = '', host = '', query = ''] = ADDRESS.exec(address) ?? [];
  return `${scheme}${host}/${query}`;
}

/** The host that an address leads to, as an address; `/` where it names none. */
export function originOf(address: string): string {
  const [, scheme = '', host = ''] = ADDRESS.exec(address) ?? [];
  return `${scheme}${host}/`;
}

/** Text in which e-mail addresses, as they are or as URLs write them, are replaced by a word. */
export function maskMail(text: string): string {
  return text.replace(/[^\s=&?/,]+(?:@|%40)[^\s=&/,]+/gi, 'redacted');
}
