import { vitePlugin as remix } from '@remix-run/dev';
import devServer, { defaultOptions } from '@hono/vite-dev-server';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

declare module '@remix-run/server-runtime' {
  interface Future {
    v3_singleFetch: true;
  }
}

/** The server build starts at our own process entry, so that intake, pages and jobs are one module graph. */
const serverEntry: Plugin = {
  name: 'server-entry',
  enforce: 'post',
  config: (_, { isSsrBuild }) =>
    isSsrBuild
      ? { build: { target: 'es2022', rollupOptions: { input: { index: 'app/server.ts' } } } }
      : undefined,
};

export default defineConfig(({ command }) => ({
  plugins: [
    command === 'serve' &&
      devServer({
        entry: 'app/server.ts',
        exclude: [
          ...defaultOptions.exclude,
          /^\/(?:app|assets|node_modules)\/.+\.(?:tsx?|jsx?|css|svg)(?:\?.*)?$/,
          /^\/@/,
        ],
        injectClientScript: false,
      }),
    remix({
      ignoredRouteFiles: ['**/.*'],
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: true,
        v3_singleFetch: true,
        v3_routeConfig: false,
      },
    }),
    serverEntry,
  ],
  resolve: { alias: { '~': here('./app'), '#prisma': here('./prisma/generated/client.ts') } },
  build: { assetsInlineLimit: 0 },
  server: { port: Number(process.env.PORT ?? 3000), allowedHosts: true },
}));
