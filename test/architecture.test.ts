import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** From the doors down to the floor. A file may import from its own folder and from any layer below its own. */
const LAYERS = [
  ['root.tsx', 'entry.client.tsx', 'entry.server.tsx', 'server.ts'],
  ['routes', 'intake', 'api', 'commands'],
  ['jobs'],
  ['ui'],
  ['reports', 'shopify'],
  ['campaigns', 'automations', 'links'],
  ['messaging', 'attribution'],
  ['contacts', 'orders', 'tracking', 'channels', 'api-keys'],
  ['tagging', 'queue', 'shopify.server.ts'],
  ['db.server.ts'],
  ['lib', 'env.server.ts'],
];

/** The shell starts the doors; and the last layer is the one place where two neighbours know each other. */
const KNOWN_NEIGHBOURS = [['lib', 'env.server.ts']];

const files = globSync('app/**/*.{ts,tsx}').map((path) => path.replaceAll('\\', '/'));
const sources = new Map(files.map((path) => [path, readFileSync(path, 'utf8')]));

const placeOf = (path: string) => path.split('/')[1] ?? '';
const layerOf = (place: string) => LAYERS.findIndex((layer) => layer.includes(place));

function importsOf(path: string, source: string): string[] {
  const specifiers = [...source.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
    (match) => match[1] ?? '',
  );
  return specifiers.flatMap((specifier) => {
    if (specifier.startsWith('~/')) return [resolved(`app/${specifier.slice(2)}`)];
    if (specifier.startsWith('.')) return [resolved(normalize(join(dirname(path), specifier)))];
    return [];
  });
}

function resolved(path: string): string {
  const bare = path.replace(/\?.*$/, '');
  return [bare, `${bare}.ts`, `${bare}.tsx`].find((candidate) => sources.has(candidate)) ?? bare;
}

describe('the layers', () => {
  it('give every file of app/ a place', () => {
    expect(files.filter((path) => layerOf(placeOf(path)) < 0)).toEqual([]);
  });

  it('import strictly downward, never sideways', () => {
    const wrong = [...sources].flatMap(([path, source]) =>
      importsOf(path, source)
        .filter((target) => target.startsWith('app/') && placeOf(target) !== placeOf(path))
        .filter((target) => {
          const pair = [placeOf(path), placeOf(target)];
          if (KNOWN_NEIGHBOURS.some((known) => pair.every((place) => known.includes(place)))) return false;
          return layerOf(placeOf(target)) <= layerOf(placeOf(path));
        })
        .map((target) => `${path} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('let only server.ts start the doors', () => {
    const doors = ['routes', 'intake', 'api', 'commands'];
    const wrong = [...sources].flatMap(([path, source]) =>
      importsOf(path, source)
        .filter(
          (target) =>
            doors.includes(placeOf(target)) && placeOf(target) !== placeOf(path) && path !== 'app/server.ts',
        )
        .map((target) => `${path} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('pure files', () => {
  const DOORS = ['routes', 'jobs', 'intake', 'api', 'commands', 'ui'];
  const pure = [...sources].filter(
    ([path]) =>
      path.endsWith('.ts') &&
      !path.endsWith('.server.ts') &&
      !DOORS.includes(placeOf(path)) &&
      path !== 'app/server.ts',
  );

  it('import nothing that does I/O', () => {
    const wrong = pure.filter(([, source]) =>
      /from ['"](?:node:(?:fs|net|http|https|child_process|dns|timers)[^'"]*|[^'"]+\.server|pg|graphile-worker|nodemailer)['"]/.test(
        source.replaceAll(/import type [^;]+;/g, ''),
      ),
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  it('take time and randomness as arguments', () => {
    const wrong = pure.filter(([, source]) =>
      /Date\.now\(|new Date\(\)|Math\.random\(|randomBytes|randomUUID|performance\.now/.test(source),
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
  });
});

describe('stores', () => {
  const stores = [...sources].filter(([path]) => path.endsWith('-store.server.ts'));

  it('are the only code that writes tables', () => {
    const writes =
      /\b(?:db|tx)\.\w+\.(?:create|createMany|createManyAndReturn|update|updateMany|upsert|delete|deleteMany)\(|\b(?:INSERT INTO|DELETE FROM|UPDATE "?\w+"? SET|MERGE INTO)\b/;
    const wrong = [...sources].filter(
      ([path, source]) => !path.endsWith('-store.server.ts') && writes.test(source),
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  it('take the shop first, or say in their name that they cannot', () => {
    const wrong = stores.flatMap(([path, source]) =>
      [...source.matchAll(/export (?:async )?function (\w+)(?:<[^>]*>)?\(\s*(\w*)/g)]
        .filter(([, name, first]) => first !== 'shop' && !name?.startsWith('unscoped'))
        .map(([, name]) => `${path}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the environment', () => {
  it('is read in env.server.ts alone', () => {
    const wrong = [...sources].filter(
      ([path, source]) => path !== 'app/env.server.ts' && /process\.env\b/.test(source),
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
  });
});
