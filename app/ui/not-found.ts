/** The answer where the address names nothing of this shop. */
export function notFound(): Response {
  return new Response('Not found', { status: 404 });
}
