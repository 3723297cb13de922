import { describe, expect, it } from 'vitest';
import {
  type Content,
  compileMessage,
  composeMail,
  finishContent,
  tagsOf,
  trackedLinks,
} from '~/messaging/compose';

const content: Content = {
  subject: 'Tea for {{ first_name | default: "friend" }}',
  preheader: 'Only today & tomorrow, {{ first_name | default: "friend" }}',
  html: '<html><body class="x"><p>Hi {{ first_name }}</p><a href="https://shop.test/tea?a=1&amp;b=2">Tea</a></body></html>',
  text: '',
};
const tags = { source: 'newsletter', medium: 'email', campaign: 'winter', id: 'abc123' };
const frame = {
  from: { name: 'Tea shop', address: 'news@shop.test' },
  messageId: 'abc123.5@shop.test',
  unsubscribeUrl: 'https://app.test/u/token',
  openUrl: 'https://app.test/o/token',
  link: (position: number) => `https://app.test/l/${position}`,
};
const ada = { email: 'ada@mail.test', firstName: 'Ada <3', lastName: null };

const composed = (some: Partial<Content> = {}, tracked = true) =>
  composeMail(
    compileMessage(finishContent({ ...content, ...some }, 'Tea & more'), tracked ? tags : null),
    ada,
    frame,
  );

it('a recipient’s copy ends with the image that tells it was displayed, and a plain text has none', () => {
  const { html, text } = composed();
  expect(html).toMatch(
    /<img src="https:\/\/app\.test\/o\/token" width="1" height="1" alt="" [^>]*><\/body><\/html>$/,
  );
  expect(text).not.toContain('/o/');
  expect(composed({ html: '', text: 'Hello' }).html).toBe('');
});

describe('a finished message', () => {
  it('hides the preheader at the top of the body', () => {
    const { html } = finishContent(content, 'Tea & more');
    expect(html).toMatch(
      /^<html><body class="x"><div style="display:none[^>]*>Only today &amp; tomorrow, \{\{/,
    );
  });

  it('has an unsubscribe link at the end of both parts, the shop named beside it', () => {
    const { html, text } = finishContent(content, 'Tea & more');
    expect(html).toMatch(
      /news from Tea &amp; more\.<br><a href="\{\{ unsubscribe_url \}\}"[^>]*>Unsubscribe<\/a><\/p><\/body><\/html>$/,
    );
    expect(text.match(/\{\{ unsubscribe_url \}\}/g)).toHaveLength(1);
  });

  it('leaves the unsubscribe link where the merchant placed one', () => {
    const html = '<p>News</p><a href="{{ unsubscribe_url }}">No more</a>';
    const text = 'News. No more: {{ unsubscribe_url }}';
    expect(finishContent({ ...content, preheader: '', html, text }, 'Tea')).toMatchObject({ html, text });
  });

  it('makes its text part from the HTML, without the hidden preheader, unless one was written', () => {
    const { text } = finishContent(content, 'Tea');
    expect(text).toContain('https://shop.test/tea?a=1&b=2');
    expect(text).not.toContain('Only today');
    expect(finishContent({ ...content, text: 'By hand' }, 'Tea').text).toMatch(/^By hand\n\n--\n/);
  });

  it('may be text alone', () => {
    const finished = finishContent({ ...content, html: '  ', text: 'Just text' }, 'Tea');
    expect(finished.html).toBe('');
    expect(composed({ html: '', text: 'Just text' }).html).toBe('');
  });
});

describe('a recipient’s copy', () => {
  it('has every link of both parts wrapped, each at its own position', () => {
    const mail = composed({ text: 'Tea: https://shop.test/tea' });
    expect(mail.html).toContain('<a href="https://app.test/l/0">Tea</a>');
    expect(mail.text).toMatch(/^Tea: https:\/\/app\.test\/l\/[1-9]/);
    expect(`${mail.html}${mail.text}`).not.toContain('shop.test/');
  });

  it('has its links as written where sales are not tracked', () => {
    const mail = composed({}, false);
    expect(mail.html).toContain('href="https://shop.test/tea?a=1&amp;b=2"');
    expect(mail.html).not.toContain('/l/');
  });

  it('names the contact, escaped where it is HTML', () => {
    const mail = composed();
    expect(mail.subject).toBe('Tea for Ada <3');
    expect(mail.html).toContain('<p>Hi Ada &lt;3</p>');
    expect(mail.text).toContain('Hi Ada <3');
  });

  it('keeps line breaks of a name out of the subject', () => {
    const compiled = compileMessage(finishContent(content, 'Tea'), tags);
    const mail = composeMail(compiled, { ...ada, firstName: 'Ada\r\nBcc: eve@mail.test' }, frame);
    expect(mail.subject).toBe('Tea for Ada Bcc: eve@mail.test');
  });

  it('can be unsubscribed from with one click', () => {
    const mail = composed();
    expect(mail.headers).toEqual({
      'List-Unsubscribe': '<https://app.test/u/token>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    expect(mail.html).toContain('href="https://app.test/u/token"');
    expect(mail.text).toContain('https://app.test/u/token');
  });
});

describe('the links of a message', () => {
  it('are those that were tagged, with the version’s id among the tags', () => {
    const links = trackedLinks(compileMessage(finishContent(content, 'Tea'), tags));
    expect(links[0]).toMatchObject({ position: 0, url: 'https://shop.test/tea?a=1&b=2' });
    expect(links.every((link) => new URL(link.taggedUrl).searchParams.get('utm_id') === 'abc123')).toBe(true);
    expect(links.some((link) => link.url.includes('unsubscribe'))).toBe(false);
  });

  it('have tags only where sales are tracked', () => {
    const fields = { utmSource: 's', utmMedium: 'm', utmCampaign: 'c' };
    expect(tagsOf({ trackSales: false, ...fields }, 'id')).toBeNull();
    expect(tagsOf({ trackSales: true, ...fields }, 'id')).toEqual({
      source: 's',
      medium: 'm',
      campaign: 'c',
      id: 'id',
    });
  });
});
