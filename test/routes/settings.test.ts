import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTagDefaults } from '~/campaigns/tag-defaults-store.server';
import { action, loader } from '~/routes/app.settings/route';
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
    expect(await save({ ...values, source: ' newsletter ' })).toEqual({ saved: values });
    expect(await saved()).toEqual(values);
    expect((await open()).defaults).toEqual(values);
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
});
