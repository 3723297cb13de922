import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadFrequencyCap } from '~/messaging/frequency-cap-store.server';
import { loadTagDefaults } from '~/campaigns/tag-defaults-store.server';
import { recordPrivacyRequest } from '~/contacts/contact-store.server';
import { action as answer, loader as customerOf } from '~/routes/app.privacy-requests.$id';
import { action, loader } from '~/routes/app.settings/route';
import { DEFAULT_RETENTION } from '~/tracking/retention';
import { loadRetention } from '~/tracking/retention-store.server';
import { makeCampaign } from '#test/support/campaign-factory.ts';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
afterAll(() => merchant.leave());

const save = (form: Record<string, string>) =>
  action({ request: merchant.ask('/app/settings', form), params: {}, context: {} });
const open = () => loader({ request: merchant.ask('/app/settings'), params: {}, context: {} });
const saved = () => loadTagDefaults(merchant.shop.id);

describe('the settings', () => {
  it('save tag defaults, tidied at their ends, and show them again', async () => {
    const values = { source: 'newsletter', medium: '', campaign: '{{campaign_name}}' };
    expect(await save({ ...values, source: ' newsletter ' })).toMatchObject({ saved: values });
    expect(await saved()).toEqual(values);
    expect((await open()).settings).toMatchObject(values);
  });

  it('refuse what no message could be sent with, at its field, and keep what was saved', async () => {
    const before = await saved();
    const answer = await save({ source: 'ada@mail.example', campaign: '{{weather}}' });
    expect(answer.errors).toEqual({
      source: expect.stringContaining('an e-mail address') as string,
      campaign: expect.stringContaining('{{weather}}') as string,
    });
    expect(await saved()).toEqual(before);
    expect(await save({ source: 'x'.repeat(201) })).toEqual({
      errors: { source: 'At most 200 characters.' },
    });
  });

  it('take what could be better', async () => {
    expect(await save({ medium: 'email', campaign: 'Spring' })).toMatchObject({ saved: { medium: 'email' } });
  });

  it('know the sources that the shop’s campaigns have', async () => {
    await makeCampaign(merchant.shop);
    expect(await open()).toMatchObject({
      knownSources: ['newsletter'],
      today: expect.stringMatching(/^\d{4}_\d{2}_\d{2}$/) as string,
    });
  });

  it('keep what is kept how long, and show it again', async () => {
    expect(await loadRetention(merchant.shop.id)).toEqual(DEFAULT_RETENTION);
    const values = { clickMonths: '12', touchMonths: '6', receiptDays: '7' };
    expect(await save({ ...values, receiptDays: ' 7 ' })).toMatchObject({ saved: values });
    expect(await loadRetention(merchant.shop.id)).toEqual({
      clickMonths: 12,
      touchMonths: 6,
      receiptDays: 7,
    });
    expect((await open()).settings).toMatchObject(values);
    expect(await save({ source: 'news' })).toMatchObject({ saved: values });
  });

  it('refuse to keep less than orders are decided from, each at its field, and then save nothing', async () => {
    const before = await loadRetention(merchant.shop.id);
    const answer = await save({
      source: 'shop',
      clickMonths: '5',
      touchMonths: '61',
      receiptDays: 'a week',
    });
    expect(answer).toEqual({
      errors: {
        clickMonths: expect.stringMatching(
          /^At least 6 months\. An order looks back up to 90 days/,
        ) as string,
        touchMonths: 'At most 60 months.',
        receiptDays: 'Enter a whole number of days.',
      },
    });
    expect((await save({ receiptDays: '6' })).errors).toEqual({
      receiptDays: expect.stringMatching(/^At least 7 days\. .*send a webhook again/) as string,
    });
    expect(await loadRetention(merchant.shop.id)).toEqual(before);
    expect(await saved()).not.toMatchObject({ source: 'shop' });
  });

  it('list the customers who asked for their data, hand it over, and close what was answered', async () => {
    await recordPrivacyRequest(merchant.shop.id, {
      kind: 'data_request',
      shopifyCustomerId: 77n,
      orderIds: [],
      receivedAt: new Date(),
      doneAt: null,
    });
    const [request] = (await open()).requests;
    expect(request).toMatchObject({ customer: 'Customer 77' });
    const path = `/app/privacy-requests/${request?.id}`;
    const of = (form?: Record<string, string>) => ({
      request: merchant.ask(path, form),
      params: { id: request?.id },
      context: {},
    });
    expect(await customerOf(of())).toMatchObject({ customer: { number: '77' } });
    expect(await answer(of({}))).toEqual({ answered: true });
    expect((await open()).requests).toEqual([]);
    await expect(answer(of({}))).rejects.toMatchObject({ status: 404 });
  });

  it('keep a frequency cap, say what is wrong with one, and take it away', async () => {
    const cap = { capScope: 'all', capMessages: '2', capDays: '7' };
    expect(await save(cap)).toMatchObject({ saved: cap });
    expect(await loadFrequencyCap(merchant.shop.id)).toEqual({ messages: 2, days: 7, scope: 'all' });
    expect((await save({ capMessages: '0', capDays: 'week' })).errors).toEqual({
      capMessages: 'Enter a whole number of messages, 1 to 100.',
      capDays: 'Enter a whole number of days, 1 to 90.',
    });
    expect(await save({})).toMatchObject({ saved: cap });
    await save({ capScope: 'none' });
    expect(await loadFrequencyCap(merchant.shop.id)).toBeUndefined();
  });
});
