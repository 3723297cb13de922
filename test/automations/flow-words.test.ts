import { describe, expect, it } from 'vitest';
import { type Condition, EMPTY_FLOW, type Flow, type Step } from '~/automations/definition';
import { flowDifference } from '~/automations/difference';
import {
  conditionInWords,
  differenceInWords,
  goalInWords,
  stepInWords,
  surroundingsOf,
  triggersInWords,
} from '~/automations/flow-words';

const welcome: Step = {
  id: 'm1',
  kind: 'send',
  channel: 'email',
  name: 'Welcome',
  tracking: { on: false, source: '', medium: '', campaign: '' },
};
const day: Step = { id: 'd1', kind: 'delay', wait: { kind: 'for', duration: { amount: 1, unit: 'days' } } };
const FLOW: Flow = { ...EMPTY_FLOW, triggers: [{ id: 't1', kind: 'order_placed' }], steps: [welcome, day] };
const around = surroundingsOf([FLOW], new Map([['7', { name: 'Win-back' }]]), 'EUR');

describe('a flow in words', () => {
  it('tells who enters', () => {
    expect(
      triggersInWords([
        { id: 'a', kind: 'subscribed', channel: 'sms' },
        { id: 'b', kind: 'checkout_abandoned', after: { amount: 1, unit: 'hours' } },
        { id: 'c', kind: 'contact_date', date: 'birthday', daysBefore: 3, at: '09:00' },
      ]),
    ).toBe('Subscribed to SMS, or Checkout abandoned for 1 hour, or 3 days before the birthday, at 09:00');
    expect(triggersInWords([])).toBe('');
  });

  it('tells how long a step waits', () => {
    const wait = (weekdays: number[]): Step => ({
      id: 'd',
      kind: 'delay',
      wait: { kind: 'until_time', at: '10:30', weekdays },
    });
    expect(stepInWords(day, around)).toBe('Wait for 1 day');
    expect(stepInWords(wait([]), around)).toBe('Wait until 10:30');
    expect(stepInWords(wait([5, 1]), around)).toBe('Wait until 10:30 on Monday or Friday');
  });

  it('tells what an If/Else asks for, with the names of messages and amounts in the shop’s currency', () => {
    const asks = (conditions: Condition[], match: 'all' | 'any'): Step => ({
      id: 'q',
      kind: 'if_else',
      match,
      conditions,
      yes: [],
      no: [],
    });
    const clicked: Condition = { fact: 'clicked', stepId: 'm1', is: false };
    const spent: Condition = { fact: 'spent', op: 'at_least', minor: '2550' };
    expect(stepInWords(asks([clicked, spent], 'all'), around)).toBe(
      'If the contact has not clicked “Welcome” and has spent at least €25.50',
    );
    expect(stepInWords(asks([clicked, spent], 'any'), around)).toContain('“Welcome” or has spent');
    expect(conditionInWords({ fact: 'order_count', op: 'at_most', count: 1 }, around)).toBe(
      'has at most 1 order',
    );
  });

  it('names the automation that a step starts, and says where none is chosen', () => {
    expect(stepInWords({ id: 's', kind: 'start', automationId: '7' }, around)).toBe('Start “Win-back”');
    expect(stepInWords({ id: 's', kind: 'start', automationId: null }, around)).toBe('Start …');
    expect(goalInWords({ id: 'g', kind: 'clicked', stepId: 'm1' }, around)).toBe('Clicks “Welcome”');
  });
});

describe('a difference in words', () => {
  const difference = (draft: Flow, reworded: string[] = []) =>
    differenceInWords(
      flowDifference(FLOW, draft, new Set(reworded)),
      surroundingsOf([FLOW, draft], new Map(), 'EUR'),
    );

  it('tells what is added, removed, changed, moved and reworded', () => {
    const longer: Step = { ...day, wait: { kind: 'for', duration: { amount: 2, unit: 'days' } } };
    const note: Step = { id: 'n1', kind: 'note', text: 'Ask the team' };
    expect(difference({ ...FLOW, steps: [longer, welcome, note] }, ['m1'])).toEqual([
      'Step added: “Ask the team”',
      'Step changed: “Wait for 1 day” is now “Wait for 2 days”',
      'Message changed: “Welcome”',
      expect.stringMatching(/^Step moved: /),
      expect.stringMatching(/^Step moved: /),
    ]);
    expect(difference({ ...FLOW, steps: [welcome] })).toEqual(['Step removed: “Wait for 1 day”']);
  });

  it('says that a step changed whose words are the same', () => {
    const tracked: Step = { ...welcome, tracking: { on: true, source: 'a', medium: 'email', campaign: 'b' } };
    expect(difference({ ...FLOW, steps: [tracked, day] })).toEqual(['Step changed: “Welcome”']);
  });

  it('tells settings and goals, and nothing where nothing differs', () => {
    expect(difference({ ...FLOW, underFrequencyCap: false, goals: [{ id: 'g', kind: 'ordered' }] })).toEqual([
      'Goal added: “Places an order”',
      'Whether the frequency cap counts changed',
    ]);
    expect(difference(FLOW)).toEqual([]);
  });
});
