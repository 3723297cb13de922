import { describe, expect, it } from 'vitest';
import type { Flow } from '~/automations/definition';
import { dryRun } from '~/automations/dry-run';
import { surroundingsOf } from '~/automations/flow-words';
import { trialInWords } from '~/automations/trial-words';
import { type Admission, mayEnter, type PastEntries } from '~/automations/reentry';
import type { SkipReason } from '~/automations/try-automation.server';
import { email, flowOf, wait } from '#test/support/automation-factory';
import { NOW } from '#test/support/campaign-factory';
import { Contact } from '#test/support/random-flow';

const FLOW: Flow = flowOf(
  [
    email('hello'),
    { id: 'mark', kind: 'tag', action: 'add', tag: 'greeted' },
    wait('later', 12),
    {
      id: 'vip',
      kind: 'if_else',
      match: 'any',
      conditions: [
        { fact: 'tag', tag: 'vip', is: true },
        { fact: 'order_count', op: 'at_least', count: 1 },
      ],
      yes: [email('special')],
      no: [{ id: 'n', kind: 'note', text: 'Nothing for now' }],
    },
  ],
  {
    quietHours: { from: '21:00', to: '08:00' },
    goals: [{ id: 'g', kind: 'has_tag', tag: 'bought' }],
  },
);

interface Told {
  skips?: [string, SkipReason][];
  past?: PastEntries;
  reentry?: Flow['reentry'];
}

function told(contact: Contact, { skips = [], past, reentry = FLOW.reentry }: Told = {}): string[] {
  const steps = dryRun(FLOW, contact.facts(), ['email'], NOW, 'Europe/Berlin');
  const around = surroundingsOf([FLOW], new Map(), 'EUR');
  const admissions: Record<'entry' | 'again', Admission> = {
    entry: mayEnter(reentry, past, NOW),
    again: mayEnter(reentry, { lastAt: NOW, inside: false }, steps.at(-1)?.at ?? NOW),
  };
  const trial = { ...admissions, past, steps, skips: new Map(skips) };
  const lines = trialInWords(trial, FLOW, around, (at) => at.toISOString());
  return lines.map(({ what, why }) => [what, ...why].join(' | '));
}

describe('a dry run in words', () => {
  it('tells what happens and why, the waiting with its end', () => {
    const contact = new Contact();
    contact.tags = ['vip'];
    expect(told(contact)).toEqual([
      'Is let in | has not entered before',
      'Gets the Email “Message hello”',
      'Add the tag “greeted”',
      'Wait for 12 hours | goes on at 2026-11-24T21:00:00.000Z',
      'Yes: If the contact has the tag “vip” or has at least 1 order | has the tag “vip”: true | has at least 1 order: not true',
      'Waits for the end of the quiet hours | goes on at 2026-11-25T07:00:00.000Z',
      'Gets the Email “Message special”',
      'Reaches the end | does not enter again',
    ]);
  });

  it('tells why a message is skipped, and why a contact leaves', () => {
    const contact = new Contact();
    expect(told(contact, { skips: [['hello', 'no_address']] })[1]).toBe(
      'Does not get the Email “Message hello” | no e-mail address',
    );
    contact.tags = ['bought'];
    expect(told(contact).slice(1)).toEqual([
      'Leaves the automation | met the goal: Gets the tag “bought” | does not enter again',
    ]);
  });

  it('tells whether the contact would be let in, and let in again after it, and why', () => {
    const lastAt = new Date('2026-11-20T09:00:00Z');
    const ends = (past: PastEntries | undefined, reentry: Flow['reentry']) => {
      const lines = told(new Contact(), { past, reentry });
      return [lines[0], lines.at(-1)];
    };
    const before = 'last entered at 2026-11-20T09:00:00.000Z';
    expect(ends({ lastAt, inside: false }, { kind: 'never' })).toEqual([
      `Would not be let in again | ${before} | contacts enter once`,
      'Reaches the end | does not enter again',
    ]);
    expect(ends({ lastAt, inside: true }, { kind: 'after_finishing' })).toEqual([
      `Would not be let in now | ${before} | is inside already`,
      'Reaches the end | may enter again from then on',
    ]);
    expect(ends({ lastAt, inside: false }, { kind: 'after_days', days: 5 })).toEqual([
      `Would not be let in yet | ${before} | may enter again from 2026-11-25T09:00:00.000Z`,
      'Reaches the end | may enter again from 2026-11-29T09:00:00.000Z',
    ]);
    expect(ends({ lastAt, inside: false }, { kind: 'after_days', days: 4 })[0]).toBe(
      `Is let in again | ${before} | that is long enough ago`,
    );
  });
});
