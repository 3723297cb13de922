import { describe, expect, it } from 'vitest';
import type { Flow } from '~/automations/definition';
import { dryRun } from '~/automations/dry-run';
import { surroundingsOf } from '~/automations/flow-words';
import { trialInWords } from '~/automations/trial-words';
import type { NoSendReason } from '~/messaging/consent';
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

function told(contact: Contact, skips: [string, NoSendReason][] = []): string[] {
  const steps = dryRun(FLOW, contact.facts(), ['email'], NOW, 'Europe/Berlin');
  const around = surroundingsOf([FLOW], new Map(), 'EUR');
  const lines = trialInWords({ steps, skips: new Map(skips) }, FLOW, around, (at) => at.toISOString());
  return lines.map(({ what, why }) => [what, ...why].join(' | '));
}

describe('a dry run in words', () => {
  it('tells what happens and why, the waiting with its end', () => {
    const contact = new Contact();
    contact.tags = ['vip'];
    expect(told(contact)).toEqual([
      'Gets the Email “Message hello”',
      'Add the tag “greeted”',
      'Wait for 12 hours | goes on at 2026-11-24T21:00:00.000Z',
      'Yes: If the contact has the tag “vip” or has at least 1 order | has the tag “vip”: true | has at least 1 order: not true',
      'Waits for the end of the quiet hours | goes on at 2026-11-25T07:00:00.000Z',
      'Gets the Email “Message special”',
      'Reaches the end',
    ]);
  });

  it('tells why a message is skipped, and why a contact leaves', () => {
    const contact = new Contact();
    expect(told(contact, [['hello', 'no_address']])[0]).toBe(
      'Does not get the Email “Message hello” | no e-mail address',
    );
    contact.tags = ['bought'];
    expect(told(contact)).toEqual(['Leaves the automation | met the goal: Gets the tag “bought”']);
  });
});
