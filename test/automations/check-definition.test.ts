import { beforeEach, describe, expect, it } from 'vitest';
import { saveDraft } from '~/automations/automation-store.server';
import { checkDefinition, type FlowProblem, type OtherAutomation } from '~/automations/check-definition';
import type { Flow, Step } from '~/automations/definition';
import { publishAutomation } from '~/automations/publish-automation.server';
import { db, type Shop } from '~/db.server';
import { CONTENT, email, flowOf, startAutomation, wait } from '#test/support/automation-factory';
import { NOW } from '#test/support/campaign-factory';
import { makeShop } from '#test/support/shop-factory';

const starting = (automationId: string | null): Step => ({ id: 'go', kind: 'start', automationId });
const asking = (stepId: string): Step => ({
  id: 'asked',
  kind: 'if_else',
  match: 'all',
  conditions: [{ fact: 'clicked', stepId, is: true }],
  yes: [email('late')],
  no: [],
});

function problemsOf(flow: Flow, others: Record<string, OtherAutomation> = {}): string[] {
  const problems: FlowProblem[] = checkDefinition(flow, {
    id: '1',
    name: 'Welcome series',
    messages: new Map(['a', 'late'].map((id) => [id, CONTENT])),
    connected: ['email'],
    others: new Map(Object.entries(others)),
    now: NOW,
    zone: 'Europe/Berlin',
  });
  return problems.map(({ id, reason }) => `${id} ${reason}`);
}

describe('a flow can be published', () => {
  it('with a trigger and a step, but not without', () => {
    expect(problemsOf(flowOf([email('a')]))).toEqual([]);
    expect(problemsOf(flowOf([{ id: 'n', kind: 'note', text: 'Later' }], { triggers: [] }))).toEqual([
      'null no_trigger',
      'null no_steps',
    ]);
  });

  it('where it asks for messages that stand above alone', () => {
    expect(problemsOf(flowOf([email('a'), asking('a')]))).toEqual([]);
    expect(problemsOf(flowOf([asking('a'), email('a')]))).toEqual(['asked message_not_before']);
    expect(problemsOf(flowOf([asking('late'), email('a')]))).toEqual(['asked message_not_before']);
  });

  it('on channels that are connected, with messages that say something', () => {
    expect(problemsOf(flowOf([email('text', { channel: 'sms' })]))).toContain('text channel_not_connected');
    expect(problemsOf(flowOf([email('empty')]))).toContain('empty no_subject');
  });

  it('where what it waits for is still to come', () => {
    const until = (on: string): Step => ({
      id: 'until',
      kind: 'delay',
      wait: { kind: 'until_date', on, at: '10:00' },
    });
    expect(problemsOf(flowOf([until('2026-11-24'), email('a')]))).toEqual(['until date_in_the_past']);
    expect(problemsOf(flowOf([until('2026-11-25'), email('a')]))).toEqual([]);
  });

  it('where it starts one that can be started and does not lead back', () => {
    const others = {
      2: { name: 'Two', startable: true, starts: ['3'] },
      3: { name: 'Three', startable: true, starts: [] as string[] },
      4: { name: 'Four', startable: false, starts: [] },
    };
    const starts = (id: string | null) => problemsOf(flowOf([starting(id)]), others);
    expect(starts('2')).toEqual([]);
    expect(starts('4')).toEqual(['go not_startable']);
    expect(starts('5')).toEqual(['go automation_gone']);
    expect(starts(null)).toEqual(['go no_automation']);
    expect(starts('1')).toEqual(['go automation_loop']);
    others[3].starts.push('1');
    expect(starts('2')).toEqual(['go automation_loop']);
  });
});

describe('publishing', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await makeShop();
  });

  it('refuses what would make contacts go round for ever, and says through which', async () => {
    const begun = { triggers: [{ id: 'begun', kind: 'started' }] } satisfies Partial<Flow>;
    const third = await startAutomation(shop, flowOf([wait('day', 1, 'days')], begun), 'Third');
    const second = await startAutomation(shop, flowOf([starting(String(third))], begun), 'Second');
    const first = await startAutomation(shop, flowOf([starting(String(second))], begun), 'First');
    await saveDraft(shop.id, third, flowOf([starting(String(first))], begun), NOW);
    expect(await publishAutomation(shop, third, NOW)).toMatchObject({
      ok: false,
      problems: [
        {
          reason: 'automation_loop',
          message:
            'Contacts would go round for ever: this one, which starts “First”, which starts “Second”, which starts this one.',
        },
      ],
    });
    const { version } = await db.automation.findFirstOrThrow({ where: { shopId: shop.id, id: third } });
    expect(version).toBe(1);
  });

  it('closes no loop where two that would are published at once', async () => {
    const begun = { triggers: [{ id: 'begun', kind: 'started' }] } satisfies Partial<Flow>;
    const flow = flowOf([wait('day', 1, 'days')], begun);
    const ids = [await startAutomation(shop, flow, 'One'), await startAutomation(shop, flow, 'Two')] as const;
    await saveDraft(shop.id, ids[0], flowOf([starting(String(ids[1]))], begun), NOW);
    await saveDraft(shop.id, ids[1], flowOf([starting(String(ids[0]))], begun), NOW);
    const published = await Promise.all(ids.map((id) => publishAutomation(shop, id, NOW)));
    expect(published.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });
});
