import type { ActionFunctionArgs } from '@remix-run/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAutomations, loadAutomation } from '~/automations/automation-store.server';
import { EMPTY_FLOW, type Flow } from '~/automations/definition';
import { db } from '~/db.server';
import { action as edit } from '~/routes/app.automations.$id._index/route';
import {
  action as saveContent,
  loader as readContent,
} from '~/routes/app.automations.$id.steps.$stepId.content';
import { action as act } from '~/routes/app.automations._index/route';
import { action as create } from '~/routes/app.automations.new';
import {
  CONTENT,
  email,
  flowOf,
  makeAutomation,
  startAutomation,
  wait,
} from '#test/support/automation-factory.ts';
import { type Merchant, openMerchant, pathOf } from '#test/support/merchant.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
afterAll(() => merchant.leave());

const args = (
  id: bigint | string,
  form?: Record<string, string>,
  params: Record<string, string> = {},
): ActionFunctionArgs => ({
  request: merchant.ask(`/app/automations/${id}`, form),
  params: { id: String(id), ...params },
  context: {},
});
const draftOf = async (id: bigint) => (await loadAutomation(merchant.shop.id, id))?.flow;
const statusOf = async (id: bigint) => (await loadAutomation(merchant.shop.id, id))?.automation.status;
const thrownBy = (work: Promise<unknown>) => work.catch((thrown: unknown) => thrown);
const draft = (flow: Flow, some: Record<string, string> = {}) => ({
  intent: 'autosave',
  name: 'Welcome',
  flow: JSON.stringify(flow),
  copies: '{}',
  ...some,
});

describe('a new automation', () => {
  it('starts empty, and opens in the builder', async () => {
    const path = pathOf(await create(args('new', { name: ' Spring ' })));
    const id = BigInt(/^\/app\/automations\/(\d+)$/.exec(path ?? '')?.[1] ?? -1);
    expect(await draftOf(id)).toEqual(EMPTY_FLOW);
    expect((await loadAutomation(merchant.shop.id, id))?.automation.name).toBe('Spring');
  });

  it('begins with a ready-made flow, its messages written and tracked', async () => {
    const path = pathOf(await create(args('new', { name: 'Come back', start: 'win_back' })));
    const found = await loadAutomation(merchant.shop.id, BigInt(path?.split('/').at(-1) ?? -1));
    expect(found?.automation).toMatchObject({ name: 'Come back', status: 'draft' });
    expect(found?.messages.get('goodbye')).toMatchObject({
      subject: 'Shall we keep in touch?',
      trackSales: true,
    });
    expect(found?.messages.get('missed')?.html).toContain(`${merchant.shop.storefrontUrl}/collections/all`);
  });

  it('needs a name', async () => {
    expect(await create(args('new', { name: ' ' }))).toEqual({
      errors: { name: 'Give the automation a name.' },
    });
  });
});

describe('the builder', () => {
  it('saves name and flow while they are edited', async () => {
    const id = await makeAutomation(merchant.shop, flowOf([email('a')]));
    const flow = flowOf([email('a'), wait('b', 2)]);
    expect(await edit(args(id, draft(flow, { name: 'Renamed' })))).toEqual({ saved: true });
    expect(await draftOf(id)).toEqual(flow);
    expect((await loadAutomation(merchant.shop.id, id))?.automation.name).toBe('Renamed');
  });

  it('keeps the name it has where none is typed, and takes no flow that is none', async () => {
    const id = await makeAutomation(merchant.shop, flowOf([email('a')]));
    await edit(args(id, draft(flowOf([]), { name: ' ' })));
    expect((await loadAutomation(merchant.shop.id, id))?.automation.name).toBe('Welcome series');
    expect(await edit(args(id, draft(flowOf([]), { flow: '{"steps":1}' })))).toEqual({ saved: false });
    expect(await draftOf(id)).toEqual(flowOf([]));
  });

  it('saves before it leads on to the message of a new step', async () => {
    const id = await makeAutomation(merchant.shop, flowOf([]));
    const answer = await edit(args(id, draft(flowOf([email('new')]), { intent: 'write', stepId: 'new' })));
    expect(pathOf(answer)).toBe(`/app/automations/${id}/steps/new/content`);
    expect((await readContent(args(id, undefined, { stepId: 'new' }))).step.name).toBe('Message new');
  });

  it('gives a copied step what the message of the first says, once', async () => {
    const id = await makeAutomation(merchant.shop, flowOf([email('a')]));
    const form = draft(flowOf([email('a'), email('b')]), { copies: '{"b":"a"}' });
    await edit(args(id, form));
    const messages = async () => (await loadAutomation(merchant.shop.id, id))?.messages;
    expect((await messages())?.get('b')).toMatchObject(CONTENT);
    await saveContent(args(id, { ...CONTENT, subject: 'Its own' }, { stepId: 'b' }));
    await edit(args(id, form));
    expect((await messages())?.get('b')?.subject).toBe('Its own');
  });

  it('tells what publishing changes, publishes it, and then finds nothing new', async () => {
    const id = await startAutomation(merchant.shop, flowOf([email('a')]));
    const flow = flowOf([email('a'), wait('b', 2)]);
    const of = (intent: string) => edit(args(id, draft(flow, { intent, name: 'Welcome series' })));
    expect(await of('compare')).toEqual({ saved: true, changes: ['Step added: “Wait for 2 hours”'] });
    expect(await of('publish')).toEqual({ saved: true, published: 2 });
    expect(await of('compare')).toEqual({ saved: true, changes: [] });
  });

  it('says that nothing is published yet, and what stands in the way', async () => {
    const id = await makeAutomation(merchant.shop, flowOf([]));
    expect(await edit(args(id, draft(flowOf([]), { intent: 'compare' })))).toMatchObject({ changes: null });
    expect(await edit(args(id, draft(flowOf([]), { intent: 'publish' })))).toMatchObject({
      problems: [{ reason: 'no_steps' }],
    });
    expect(await statusOf(id)).toBe('draft');
  });

  it('tries the draft with a customer as Shopify knows them now; nothing of it is kept', async () => {
    const id = await makeAutomation(merchant.shop, flowOf([]));
    const [customer] = merchant.platform.state.customers;
    const flow = flowOf([email('a'), wait('b', 2)]);
    const trial = async (of: string) => {
      const answer = await edit(args(id, draft(flow, { intent: 'try', customer: of })));
      return 'trial' in answer ? answer.trial : undefined;
    };
    const gid = `gid://shopify/Customer/${customer?.id}`;
    const tried = await trial(gid);
    expect(tried).toMatchObject({ customer: gid });
    expect(tried && 'lines' in tried && tried.lines.map(({ what }) => what)).toEqual([
      'Is let in',
      'Gets the Email “Message a”',
      'Wait for 2 hours',
      'Reaches the end',
    ]);
    const of = { where: { shopId: merchant.shop.id, automationId: id } };
    expect(
      await Promise.all([db.enrolment.count(of), db.delivery.count({ where: { shopId: merchant.shop.id } })]),
    ).toEqual([0, 0]);
    expect(await trial('gid://shopify/Customer/1')).toMatchObject({
      trouble: 'This customer does not exist any more.',
    });
  });

  it('does not find the automation of another shop', async () => {
    const id = await makeAutomation(await makeShop(), flowOf([]));
    expect(await thrownBy(edit(args(id, draft(EMPTY_FLOW))))).toMatchObject({ status: 404 });
  });
});

describe('the message of a step', () => {
  it('leads back to its step once it is written, and says what is missing until then', async () => {
    const id = await makeAutomation(merchant.shop, flowOf([email('a')]));
    const save = (form: Record<string, string>) => saveContent(args(id, form, { stepId: 'a' }));
    expect(await save({ ...CONTENT, subject: '' })).toMatchObject({
      errors: { subject: 'Write a subject.' },
    });
    expect(pathOf(await save(CONTENT))).toBe(`/app/automations/${id}`);
  });

  it('is not there for a step that sends nothing or is gone', async () => {
    const id = await makeAutomation(merchant.shop, flowOf([wait('b', 1)]));
    for (const stepId of ['b', 'gone'])
      expect(await thrownBy(readContent(args(id, undefined, { stepId })))).toMatchObject({ status: 404 });
  });
});

describe('the list', () => {
  const onList = (intent: string, ids: bigint[], name = '') =>
    act(args('', { intent, name, ids: ids.join() }));

  it('turns several automations off and on, and leaves drafts as they are', async () => {
    const ids = [
      await startAutomation(merchant.shop, flowOf([email('a')])),
      await makeAutomation(merchant.shop, flowOf([email('a')])),
    ];
    const statuses = () => Promise.all(ids.map(statusOf));
    await onList('off', ids);
    expect(await statuses()).toEqual(['paused', 'draft']);
    await onList('on', ids);
    expect(await statuses()).toEqual(['active', 'draft']);
  });

  it('renames one, but not to nothing', async () => {
    const id = await makeAutomation(merchant.shop, flowOf([]));
    await onList('rename', [id], 'Better');
    await onList('rename', [id], '  ');
    expect((await loadAutomation(merchant.shop.id, id))?.automation.name).toBe('Better');
  });

  it('opens the clone of one', async () => {
    const id = await makeAutomation(merchant.shop, flowOf([email('a')]), 'To clone');
    const copy = BigInt(
      pathOf(await onList('clone', [id]))
        ?.split('/')
        .at(-1) ?? -1,
    );
    expect((await loadAutomation(merchant.shop.id, copy))?.automation.name).toBe('Copy of To clone');
  });

  it('deletes several', async () => {
    const ids = [
      await makeAutomation(merchant.shop, flowOf([]), 'Doomed 1'),
      await startAutomation(merchant.shop, flowOf([email('a')]), 'Doomed 2'),
    ];
    expect(pathOf(await onList('delete', ids))).toBe('/app/automations');
    const { total } = await listAutomations(merchant.shop.id, { tab: 'all', search: 'doomed', page: 1 });
    expect(total).toBe(0);
  });

  it('leaves the automations of another shop alone', async () => {
    const other = await makeShop();
    const id = await makeAutomation(other, flowOf([]));
    await onList('delete', [id]);
    expect(await loadAutomation(other.id, id)).toBeDefined();
  });
});
