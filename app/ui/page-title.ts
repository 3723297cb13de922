/** A page's title for browser tabs, history and screen readers, as Remix's `meta` wants it. */
export function pageTitle(...parts: (string | undefined)[]): [{ title: string }] {
  return [{ title: [...parts.filter(Boolean), 'Sales Trail'].join(' · ') }];
}
