import { describe, expect, it } from 'vitest';
import { distinctLinks, linksInHtml, linksOf } from '~/ui/message-links';

const content = {
  subject: 'S',
  preheader: '',
  html: '<a href="https://shop.test/a">A</a><a href="https://shop.test/a">again</a><a href="mailto:x@shop.test">write</a>',
  text: '',
};
const tags = { source: 'newsletter', medium: 'email', campaign: 'tea' };

describe('the links of a message', () => {
  it('are those of the HTML and of the plain text that is made from it, tagged', () => {
    const tagged = linksOf(content, 'email', tags).filter(({ taggedUrl }) => taggedUrl);
    expect(tagged.length).toBeGreaterThan(2);
    expect(new Set(tagged.map(({ taggedUrl }) => taggedUrl))).toEqual(
      new Set(['https://shop.test/a?utm_source=newsletter&utm_medium=email&utm_campaign=tea']),
    );
  });

  it('are those of the text alone where there is no HTML', () => {
    const sms = linksOf({ ...content, text: 'See https://shop.test/b' }, 'sms', tags);
    expect(sms.map(({ url }) => url)).toEqual(['https://shop.test/b']);
  });

  it('are shown once each, with their places counted', () => {
    const links = linksOf(content, 'email', tags);
    const shown = distinctLinks(links);
    expect(new Set(shown.map(({ url }) => url)).size).toBe(shown.length);
    expect(shown.reduce((sum, { places }) => sum + places, 0)).toBe(links.length);
  });

  it('of the plain text count on where those of the HTML end', () => {
    const first = linksOf(content, 'email', tags)[linksInHtml(content)];
    expect(first?.position).toBe(linksInHtml(content));
  });
});
