import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Flow } from '~/automations/definition';
import { dryRun } from '~/automations/dry-run';
import { email, flowOf, wait } from '#test/support/automation-factory';
import { NOW } from '#test/support/campaign-factory';
import { Contact, randomFlow, ZONES } from '#test/support/random-flow';

const FLOW: Flow = flowOf(
  [
    email('hello'),
    wait('later', 12),
    {
      id: 'vip',
      kind: 'if_else',
      match: 'all',
      conditions: [{ fact: 'tag', tag: 'vip', is: true }],
      yes: [email('special')],
      no: [],
    },
  ],
  { quietHours: { from: '21:00', to: '08:00' } },
);

describe('a dry run', () => {
  it('tells each decision, when it would be taken, and why', () => {
    const contact = new Contact();
    contact.tags = ['VIP'];
    const steps = dryRun(FLOW, contact.facts(), ['email', 'sms'], NOW, 'Europe/Berlin');
    expect(steps.map(({ at, decision }) => [at.toISOString(), decision.kind])).toEqual([
      ['2026-11-24T09:00:00.000Z', 'send'],
      ['2026-11-24T09:00:00.000Z', 'wait'],
      ['2026-11-24T21:00:00.000Z', 'pass'],
      ['2026-11-24T21:00:00.000Z', 'answer'],
      ['2026-11-24T21:00:00.000Z', 'wait'],
      ['2026-11-25T07:00:00.000Z', 'send'],
      ['2026-11-25T07:00:00.000Z', 'complete'],
    ]);
    expect(steps[3]?.decision).toMatchObject({
      answer: 'yes',
      because: [{ condition: { fact: 'tag', tag: 'vip', is: true }, met: true }],
    });
    expect(steps[4]?.decision).toMatchObject({ because: 'quiet_hours' });
  });

  it('comes to an end for any flow', () => {
    fc.assert(
      fc.property(randomFlow, fc.constantFrom(...ZONES), (flow, zone) => {
        const steps = dryRun(flow, new Contact().facts(), ['email', 'sms'], NOW, zone);
        expect(['complete', 'exit']).toContain(steps.at(-1)?.decision.kind);
      }),
      { numRuns: 300 },
    );
  });
});
