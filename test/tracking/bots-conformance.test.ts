import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scoreClick } from '~/tracking/click-score';

/** Public lists that are no part of this project; where the folder is not there, nothing is read from it. */
const FOLDER = '../shared/data/bots';

const lines = z.array(z.object({ ua: z.string(), is_bot: z.boolean() }));
const crawlers = z.array(z.object({ instances: z.array(z.string()).default([]) }));

function listOf(file: string): z.infer<typeof lines> {
  const path = join(FOLDER, file);
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  if (file.endsWith('.jsonl')) {
    return lines.parse(text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as unknown] : [])));
  }
  const instances = crawlers.parse(JSON.parse(text)).flatMap((crawler) => crawler.instances);
  return instances.map((ua) => ({ ua, is_bot: true }));
}

/**
 * How many machines of each list may be missed. Those that are do not say that they are machines: they are in-app
 * browsers and desktop shells that real people use, or name a product that other lists take for a browser's.
 */
const MISSED_AT_MOST: Record<string, number> = {
  'device-detector_bots.jsonl': 2,
  'isbot_browsers.jsonl': 0,
  'isbot_crawlers.jsonl': 0,
  'mail_and_preview_agents.jsonl': 0,
  'scanner_hand_vectors.jsonl': 0,
  'crawler-user-agents.json': 8,
};

const isMachine = (userAgent: string) =>
  scoreClick({ method: 'GET', userAgent, purposes: [] }).verdict === 'machine';

const lists = Object.keys(MISSED_AT_MOST)
  .map((file) => ({ file, cases: listOf(file) }))
  .filter(({ cases }) => cases.length > 0);

const told: string[] = [];
afterAll(() => console.log(told.length > 0 ? told.join('\n') : `no lists in ${FOLDER}`));

describe('user agents that nobody here wrote', () => {
  it.for(lists)('of $file: no person is misjudged, and hardly a machine missed', ({ file, cases }) => {
    const humans = cases.filter(({ is_bot }) => !is_bot).map(({ ua }) => ua);
    const machines = cases.filter(({ is_bot }) => is_bot).map(({ ua }) => ua);
    const misjudged = humans.filter(isMachine);
    const missed = machines.filter((ua) => !isMachine(ua));
    told.push(
      `${file}: ${cases.length} cases, ${missed.length} of ${machines.length} machines missed, ` +
        `${misjudged.length} of ${humans.length} humans misjudged`,
      ...missed.map((ua) => `  missed: ${ua.slice(0, 160)}`),
    );
    expect(misjudged).toEqual([]);
    expect(missed.length).toBeLessThanOrEqual(MISSED_AT_MOST[file] ?? 0);
  });

  it('are there, or the folder is not', () => {
    expect(lists.length).toBe(existsSync(FOLDER) ? Object.keys(MISSED_AT_MOST).length : 0);
  });
});
