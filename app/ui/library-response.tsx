/**
 * The Shopify library answers some requests by throwing a response whose body is a small page: for a fresh session
 * token, or to leave the frame. It must be shown as it is. The library's own `boundary.error` does the same, but knows
 * such responses by a class name that a minified build loses.
 */
export function LibraryResponse({ data }: { data: unknown }) {
  return (
    <div dangerouslySetInnerHTML={{ __html: typeof data === 'string' && data ? data : 'One moment…' }} />
  );
}
