import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { createRequestHandler } from '@remix-run/server-runtime';
import { Hono } from 'hono';
import type { createServer, Server } from 'node:http';
import { closeDatabase, databaseUrl } from '~/db.server';
import { env } from '~/env.server';
import { drainServer } from '~/lib/drain-server.server';
import { logger } from '~/lib/logger.server';
import { migrate } from '~/lib/migrate.server';
import { startDrains } from '~/queue/drain.server';
import { prepareQueue, startWorker } from '~/queue/worker.server';

const flags = new Set(process.argv.slice(2));

// A promise that nobody waits for must not fail in silence, whatever Node's own setting is.
process.on('unhandledRejection', (error) => {
  logger.fatal({ error: error instanceof Error ? error.stack : String(error) }, 'unhandled_rejection');
  process.exit(1);
});

await migrate(databaseUrl);
await prepareQueue();

// Only now: some of what the doors lead to asks for its tables as soon as it is loaded.
const [
  { api },
  { intake },
  { createIntakeServer },
  { drains, handlers },
  { whenAuthenticated },
  { installShop },
  build,
] = await Promise.all([
  import('~/api/app'),
  import('~/intake/app'),
  import('~/intake/straight'),
  import('~/jobs/handlers'),
  import('~/shopify.server'),
  import('~/shopify/install-shop.server'),
  import('virtual:remix/server-build'),
]);
whenAuthenticated(installShop);

const pages = new Hono();
pages.use('/assets/*', async (c, next) => {
  await next();
  if (c.res.ok) c.header('Cache-Control', 'public, max-age=31536000, immutable');
});
pages.use('*', serveStatic({ root: './build/client' }));

const handleRequest = createRequestHandler(build, env.NODE_ENV);
pages.all('*', async (c) => {
  const response = await handleRequest(c.req.raw);
  // The library sets the policy only where the shop is named in the address; a page of the app never goes without.
  if (
    response.headers.get('content-type')?.includes('text/html') &&
    !response.headers.has('content-security-policy')
  ) {
    response.headers.set(
      'content-security-policy',
      'frame-ancestors https://*.myshopify.com https://admin.shopify.com',
    );
  }
  return response;
});

intake.route('/api/v1', api);
// Behind the doors, not beside them: a request that a door takes is not matched with the pages as well.
intake.notFound((c) => pages.fetch(c.req.raw, c.env));
export default intake;

const working = flags.has('--no-worker') ? [] : [await startWorker(handlers), startDrains(drains)];
if (working.length > 0) logger.info('worker_started');

if (env.NODE_ENV !== 'development') {
  const server = flags.has('--worker-only')
    ? undefined
    : serve(
        {
          fetch: intake.fetch,
          createServer: createIntakeServer as typeof createServer,
          port: env.PORT,
          hostname: env.BIND_ADDRESS,
        },
        ({ port }) => logger.info({ port, url: env.SHOPIFY_APP_URL }, 'listening'),
      );

  let stopping = false;
  const drain = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'draining');
    // Jobs in hand end meanwhile: a client that never finishes its request holds up nobody's mail.
    await Promise.all([server && drainServer(server as Server), ...working.map((worker) => worker.stop())]);
    await closeDatabase();
    logger.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void drain(signal));
}
