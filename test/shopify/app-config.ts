import { existsSync, readFileSync } from 'node:fs';

export interface Subscription {
  topics: string[];
  uri: string;
}

export interface AppConfig {
  handle: string;
  name: string;
  scopes: string[];
  /** What the app may ask the merchant for while it runs. */
  optionalScopes: string[];
  webhookVersion: string;
  subscriptions: Subscription[];
  /** The settings that the pixel extension declares; null where the app has no such extension. */
  pixelSettings: string[] | null;
}

/** What Shopify would know of the app after a deploy: read from its own configuration files in the project's root. */
export function readAppConfig(): AppConfig {
  const app = readToml('shopify.app.toml');
  const pixel = 'extensions/web-pixel/shopify.extension.toml';
  const top = sectionOf(app, '');
  return {
    handle: textIn(top, 'handle'),
    name: textIn(top, 'name'),
    scopes: textIn(sectionOf(app, 'access_scopes'), 'scopes').split(','),
    optionalScopes: listIn(sectionOf(app, 'access_scopes'), 'optional_scopes'),
    webhookVersion: textIn(sectionOf(app, 'webhooks'), 'api_version'),
    subscriptions: app
      .filter(({ name }) => name === 'webhooks.subscriptions')
      .map(({ body }) => ({
        topics: [...listIn(body, 'topics'), ...listIn(body, 'compliance_topics')],
        uri: textIn(body, 'uri'),
      })),
    pixelSettings: existsSync(fromRoot(pixel))
      ? readToml(pixel).flatMap(({ name }) => /^settings\.fields\.(\w+)$/.exec(name)?.[1] ?? [])
      : null,
  };
}

interface Section {
  /** Empty for what stands before the first heading. */
  name: string;
  body: string;
}

/** As much of TOML as these files use: headings, strings and lists of strings. */
function readToml(path: string): Section[] {
  const text = readFileSync(fromRoot(path), 'utf8').replaceAll(/^\s*#.*$/gm, '');
  const [top = '', ...rest] = text.split(/^\s*(\[\[?[\w.]+\]?\])\s*$/m);
  const sections: Section[] = [{ name: '', body: top }];
  for (let at = 0; at + 1 < rest.length; at += 2)
    sections.push({ name: (rest[at] ?? '').replaceAll(/[[\]]/g, ''), body: rest[at + 1] ?? '' });
  return sections;
}

const fromRoot = (path: string) => new URL(`../../${path}`, import.meta.url);

function sectionOf(sections: Section[], name: string): string {
  return sections.find((section) => section.name === name)?.body ?? '';
}

function textIn(body: string, key: string): string {
  const value = new RegExp(`^\\s*${key}\\s*=\\s*"([^"]*)"`, 'm').exec(body)?.[1];
  if (value === undefined) throw new Error(`the app's configuration says no ${key}`);
  return value;
}

function listIn(body: string, key: string): string[] {
  const list = new RegExp(`^\\s*${key}\\s*=\\s*\\[([^\\]]*)\\]`, 'm').exec(body)?.[1] ?? '';
  return [...list.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
}
