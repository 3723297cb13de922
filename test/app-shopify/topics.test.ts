import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SUBSCRIBED_TOPICS, whyIgnored } from '~/shopify/topics';

describe('the subscribed topics', () => {
  it('are those of shopify.app.toml, no more and no fewer', () => {
    const toml = readFileSync('shopify.app.toml', 'utf8');
    const listed = [...toml.matchAll(/topics\s*=\s*\[([^\]]*)\]/g)].flatMap(([, list]) =>
      [...(list ?? '').matchAll(/"([^"]+)"/g)].map(([, topic]) => topic),
    );
    expect(listed.sort()).toEqual([...SUBSCRIBED_TOPICS].sort());
  });

  it('are worked on; others are not, for a reason that tells them apart', () => {
    expect(SUBSCRIBED_TOPICS.map(whyIgnored)).toEqual(SUBSCRIBED_TOPICS.map(() => undefined));
    expect(whyIgnored('orders/partially_fulfilled')).toBe('topic_not_subscribed');
    expect(whyIgnored('orders/created')).toBe('unknown_topic');
  });
});
