import { describe, expect, it } from 'vitest';
import {
  fitted,
  isDynamic,
  missingInTemplate,
  readTemplate,
  taggedSuffix,
  templateText,
  variablesIn,
} from '~/messaging/whatsapp-template';

const TAGS = { source: 'customers', medium: 'whatsapp', campaign: 'spring', id: 'v1' };
const template = {
  name: 'spring_offer',
  language: 'en',
  body: 'Hi {{1}}, {{2}} is back.',
  footer: 'Reply STOP to unsubscribe',
  buttons: [{ text: 'See it', url: 'https://shop.test/products/{{1}}' }],
};
const filled = {
  ...template,
  variables: ['{{ first_name }}', 'the mug'],
  suffixes: ['enamel-mug?size=2#top'],
};

describe('an approved WhatsApp template', () => {
  it('has as many variables as its greatest number', () => {
    expect(variablesIn(template.body)).toBe(2);
    expect(variablesIn('{{ 3 }} and {{1}}')).toBe(3);
    expect(variablesIn('Hi {{ first_name }}')).toBe(0);
  });

  it('reads as the contact gets it, with the address of each button', () => {
    expect(templateText(filled)).toBe(
      'Hi {{ first_name }}, the mug is back.\n\nReply STOP to unsubscribe\n\nSee it: https://shop.test/products/enamel-mug?size=2#top',
    );
  });

  it('has its tags in what follows the fixed part of a button’s address', () => {
    expect(taggedSuffix('https://shop.test/products/{{1}}', 'enamel-mug?size=2#top', TAGS)).toBe(
      'enamel-mug?size=2&utm_source=customers&utm_medium=whatsapp&utm_campaign=spring&utm_id=v1#top',
    );
    expect(taggedSuffix('https://shop.test/?utm_source=old&p={{1}}', 'x', TAGS)).toBe('x');
  });

  it('knows which buttons go on', () => {
    expect(isDynamic('https://shop.test/{{1}}')).toBe(true);
    expect(isDynamic('https://shop.test/sale')).toBe(false);
  });

  it('keeps what was filled in when its text changes', () => {
    expect(fitted({ ...template, body: 'Hi {{1}}, {{2}} and {{3}}' }, filled).variables).toEqual([
      '{{ first_name }}',
      'the mug',
      '',
    ]);
  });

  it('says what is missing', () => {
    expect(missingInTemplate(filled)).toEqual({});
    expect(
      missingInTemplate({ ...filled, name: ' ', variables: ['{{ first_name }}', ''], suffixes: [''] }),
    ).toEqual({
      templateName: 'Enter the name of the approved template.',
      'variable-2': 'Say what fills {{2}}.',
      'suffix-1': 'Say how the address goes on.',
    });
  });

  it('is read from its row, and is none where the row holds something else', () => {
    expect(readTemplate(JSON.stringify(filled))).toEqual(filled);
    for (const stored of [null, '', '{', '{"name":1}', 'null']) expect(readTemplate(stored)).toBeUndefined();
  });
});
