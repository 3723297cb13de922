import { describe, expect, it } from 'vitest';
import { type Content, finishMessage } from '~/messaging/compose';
import { composeTemplate } from '~/messaging/compose-text';

const content = (text: string): Content => ({
  subject: 'Gone',
  preheader: 'Gone',
  html: '<p>Gone</p>',
  text,
});

describe('a finished text', () => {
  it.each(['sms', 'whatsapp'] as const)('says by %s how to stop it, unless it does already', (channel) => {
    expect(finishMessage(channel, content(' Hello '), 'Tea')).toEqual({
      subject: 'Hello',
      preheader: '',
      html: '',
      text: 'Hello\nReply STOP to opt out',
    });
    for (const own of ['Hello. Stop with STOP', 'Hello. Leave: {{ unsubscribe_url }}'])
      expect(finishMessage(channel, content(own), 'Tea').text).toBe(own);
  });

  it('of a call says nothing that a caller cannot do', () => {
    expect(finishMessage('voice', content('Hello'), 'Tea').text).toBe('Hello');
  });
});

describe('a template', () => {
  it('gets variables that WhatsApp takes: in one line, and never empty', () => {
    const ada = { phone: '+491713920001', email: null, firstName: null, lastName: 'Byron' };
    const written = ['{{ first_name | default: "friend" }}', '{{ first_name }}', 'a\n\n  b {{ last_name }}'];
    const buttons = [
      { text: 'Imprint', url: 'https://shop.test/imprint' },
      { text: 'Look', url: 'https://shop.test/{{1}}' },
    ];
    const suffixes = ['', 'tea?for={{ last_name }}'];
    const template = {
      name: 'winter',
      language: 'en',
      body: '',
      footer: '',
      variables: written,
      buttons,
      suffixes,
    };
    const tags = { source: 'news', medium: 'whatsapp', campaign: 'tea', id: 'v1' };
    expect(composeTemplate(template, tags, ada, 'r')).toEqual({
      kind: 'template',
      to: ada.phone,
      name: 'winter',
      language: 'en',
      variables: ['friend', '-', 'a b Byron'],
      buttons: [null, 'tea?for=Byron&utm_source=news&utm_medium=whatsapp&utm_campaign=tea&utm_id=v1'],
      reference: 'r',
    });
  });
});
