import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveProvider } from '~/channels/provider-store.server';
import type { Credentials } from '~/channels/credentials';
import { type ApprovedTemplate, numberedVariables, variableOf } from '~/channels/whatsapp/approved-template';
import { metaTemplatePage, readMetaTemplates } from '~/channels/whatsapp/meta-templates';
import { db, type Shop } from '~/db.server';
import { env } from '~/env.server';
import { loadApprovedTemplates } from '~/messaging/approved-templates.server';
import { fitted } from '~/messaging/whatsapp-template';
import {
  metaCredentials,
  type PhoneProviders,
  SENDER,
  startPhoneProviders,
  twilioCredentials,
} from '#test/support/phone-providers.ts';
import { makeShop } from '#test/support/shop-factory.ts';

let local: PhoneProviders;
let shop: Shop;
beforeAll(async () => {
  local = await startPhoneProviders();
  const look = { label: 'Look', url: 'https://shop.test/{{1}}' };
  const fixed = { label: 'Home', url: 'https://shop.test/' };
  local.phones.templates.push(
    {
      name: 'HXnew',
      language: 'en',
      body: 'Hello {{1}}, {{2}} is here',
      buttons: [look, fixed],
      status: 'APPROVED',
    },
    { name: 'HXplain', language: 'de', body: 'Wir haben offen', buttons: [], status: 'APPROVED' },
    { name: 'HXpicture', language: 'en', body: 'Look', buttons: [], status: 'APPROVED', picture: true },
    { name: 'HXrefused', language: 'en', body: 'Buy', buttons: [], status: 'REJECTED' },
    { name: 'HXlast', language: 'en', body: 'And {{1}}', buttons: [], status: 'APPROVED' },
  );
});
afterAll(() => local.stop());
beforeEach(async () => {
  Object.assign(env, { META_GRAPH_URL: local.meta.url });
  local.twilio.revoked = local.meta.revoked = false;
  shop = await makeShop();
});

const connect = (credentials: Credentials) =>
  saveProvider(shop.id, 'whatsapp', { sender: SENDER, credentials }, new Date());

describe.each<[string, Credentials, string]>([
  ['Meta', metaCredentials, ''],
  ['Twilio', twilioCredentials, '_friendly'],
])('the templates that %s lists', (_name, credentials, called) => {
  it('are those approved that can be filled in, on all pages, and how many others there are', async () => {
    await connect(credentials);
    const plain = { language: 'en', footer: '', buttons: [] };
    expect(await loadApprovedTemplates(shop.id)).toEqual({
      trouble: null,
      leftOut: 1,
      templates: [
        {
          name: 'HXnew',
          label: `HXnew${called}`,
          language: 'en',
          body: 'Hello {{1}}, {{2}} is here',
          footer: '',
          buttons: [
            { text: 'Look', url: 'https://shop.test/{{1}}' },
            { text: 'Home', url: 'https://shop.test/' },
          ],
        },
        { ...plain, name: 'HXplain', label: `HXplain${called}`, language: 'de', body: 'Wir haben offen' },
        { ...plain, name: 'HXlast', label: `HXlast${called}`, body: 'And {{1}}' },
      ] satisfies ApprovedTemplate[],
    });
  });

  it('are none where the login is refused, and it is said why', async () => {
    await connect(credentials);
    local.twilio.revoked = local.meta.revoked = true;
    const { templates, trouble } = await loadApprovedTemplates(shop.id);
    expect(templates).toEqual([]);
    expect(trouble).toMatch(/does not list your templates: “.+”\.$/);
  });
});

describe('templates that cannot be listed', () => {
  it('are said to be so, with what to do where something can be done', async () => {
    const trouble = async () => (await loadApprovedTemplates(shop.id)).trouble;
    expect(await trouble()).toMatch(/^WhatsApp is not connected yet/);
    const { businessAccountId: _left, ...without } = metaCredentials;
    await connect(without);
    expect(await trouble()).toMatch(/^Add the WhatsApp Business account ID in Settings/);
    await connect(metaCredentials);
    Object.assign(env, { META_GRAPH_URL: 'http://127.0.0.1:1' });
    expect(await trouble()).toBe('Meta Cloud API did not list your templates just now.');
    await db.channelProvider.updateMany({ where: { shopId: shop.id }, data: { sealedCredentials: 'v1.x' } });
    expect(await trouble()).toMatch(/cannot be read any more/);
  });
});

describe('a template', () => {
  const listed = (components: object[], some: object = {}) =>
    readMetaTemplates(
      metaTemplatePage.parse({
        data: [{ name: 'n', language: 'en', status: 'APPROVED', components, ...some }],
      }),
    );
  const body = { type: 'BODY', text: 'Hello {{1}}' };

  it('keeps a headline of text above its text, and its footer, as it is chosen', () => {
    const { templates } = listed([
      { type: 'HEADER', format: 'TEXT', text: 'News' },
      body,
      { type: 'FOOTER', text: 'Bye' },
    ]);
    expect(templates.map((one) => fitted(one))).toMatchObject([
      { body: 'News\n\nHello {{1}}', footer: 'Bye', variables: [''], suffixes: [] },
    ]);
  });

  it.each<[string, object[], object?]>([
    ['named variables', [body], { parameter_format: 'NAMED' }],
    ['a gap in its numbers', [{ type: 'BODY', text: 'Hello {{2}}' }]],
    ['a variable headline', [{ type: 'HEADER', format: 'TEXT', text: '{{1}}' }, body]],
    [
      'an answer before its link',
      [
        body,
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'QUICK_REPLY', text: 'Yes' },
            { type: 'URL', text: 'Go', url: 'https://a.test/{{1}}' },
          ],
        },
      ],
    ],
    [
      'a variable amid its link',
      [body, { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Go', url: 'https://{{1}}/x' }] }],
    ],
  ])('with %s is left out', (_what, components, some) => {
    expect(listed(components, some)).toEqual({ templates: [], leftOut: 1 });
  });

  it('counts its variables where they are numbered, and knows where its address goes on', () => {
    expect(['', 'a {{1}} b {{ 2 }} {{1}}', '{{2}}', '{{name}}'].map(numberedVariables)).toEqual([
      0,
      2,
      undefined,
      undefined,
    ]);
    expect(['https://a.test/', 'https://a.test/{{3}}', '{{1}}/x', '{{1}}{{2}}'].map(variableOf)).toEqual([
      null,
      '3',
      undefined,
      undefined,
    ]);
  });
});
