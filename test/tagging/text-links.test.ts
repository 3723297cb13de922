import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tagContent } from '~/tagging/tag-content';
import { findTextLinks } from '~/tagging/text-links';

const found = (text: string) => findTextLinks(text).map(({ start, end }) => text.slice(start, end));

describe('the links of a plain text', () => {
  it.each([
    ['See https://s.example/a.', ['https://s.example/a']],
    ['HTTP://S.EXAMPLE/A!', ['HTTP://S.EXAMPLE/A']],
    ['shop.de, www.shop.co.uk/sale?x=1#y; SHOP.COM', ['shop.de', 'www.shop.co.uk/sale?x=1#y', 'SHOP.COM']],
    [
      '(https://s.example/a_(b)) [https://s.example/[c]] "https://s.example/d"',
      ['https://s.example/a_(b)', 'https://s.example/[c]', 'https://s.example/d'],
    ],
    ['<https://s.example/?a=1&b=2>', ['https://s.example/?a=1&b=2']],
    [
      '„https://s.example/a“ «https://s.example/b» ‘https://s.example/c’…',
      ['https://s.example/a', 'https://s.example/b', 'https://s.example/c'],
    ],
    ['Is it shop.com? Or shop.com:8080/x?', ['shop.com', 'shop.com:8080/x']],
    ['https://s.example/a,https://s.example/b', ['https://s.example/a,https://s.example/b']],
    ['*https://s.example/a* _shop.com_ ~shop.com/b~', ['https://s.example/a', 'shop.com', 'shop.com/b']],
    ['https://u:p@s.example:81/é/ü?ö#ß', ['https://u:p@s.example:81/é/ü?ö#ß']],
    [
      'http://localhost:3000/x http://intranet http://127.0.0.1/y http://[::1]/z',
      ['http://localhost:3000/x', 'http://intranet', 'http://127.0.0.1/y', 'http://[::1]/z'],
    ],
    ['https://münchen.example/ 見て münchen.de', ['https://münchen.example/', 'münchen.de']],
    ['見てhttps://s.com/aをクリック。shop.jpで', ['https://s.com/a', 'shop.jp']],
    [
      'https://shop.com에서 https://shop.com🎉 shop.com🎉',
      ['https://shop.com', 'https://shop.com', 'shop.com'],
    ],
    ['https://例え.jp/', ['https://例え.jp/']],
    ['1.https://s.example/ x@https://s.example/', ['https://s.example/', 'https://s.example/']],
    ['Wait...shop.com! Now: shop.com.', ['shop.com', 'shop.com']],
    [
      'https://s.example/?n={{ first_name | default: "you" }}. Bye',
      ['https://s.example/?n={{ first_name | default: "you" }}'],
    ],
    [
      'https://s.example/{{ email }}/x and {a b} https://s.example/',
      ['https://s.example/{{ email }}/x', 'https://s.example/'],
    ],
    ['https://s.example/-/~/_', ['https://s.example/-/~/']],
  ])('in %j are %j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    'joe@shop.com, joe.b@mail.shop.com/x',
    'Ready.Now or then.So we go. 3.50 v1.2.3 1.1.1.1 e.g. a.m. file.txt',
    'xhttps://s.example/ ftp://shop.com http:// https://. https://-',
    '//shop.com /a/shop.com =shop.com #shop.com @shop.com',
    '{{ shop_url }}/a {{ a }}.com *|LINK|* {{ unsubscribe_url }}',
    'shop.notadomain a..b .com com. -',
  ])('are not in %j', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('are tagged where they stand, with where a phone would lead', () => {
    const { content, links } = tagContent('Now: shop.com/a, {{ first_name }}!', 'text', {
      source: 's',
      medium: 'sms',
      campaign: 'c',
    });
    expect(content).toBe('Now: shop.com/a?utm_source=s&utm_medium=sms&utm_campaign=c, {{ first_name }}!');
    expect(links[0]).toMatchObject({
      url: 'shop.com/a',
      taggedUrl: 'http://shop.com/a?utm_source=s&utm_medium=sms&utm_campaign=c',
    });
  });

  it('are left alone where other characters follow without a space, which phones would take for a part of the tags', () => {
    const content = 'shop.com,more shop.com(x) shop.com), https://shop.comです';
    const tagged = tagContent(content, 'text', { source: 's', medium: 'm', campaign: 'c' });
    expect(tagged.links.map(({ skipped }) => skipped)).toEqual([
      'no_space_after',
      'no_space_after',
      null,
      null,
    ]);
  });

  it('stay the same links once they are tagged, whatever surrounds them', () => {
    const tags = { source: 's', medium: 'm', campaign: 'c' };
    const part = fc.oneof(
      fc.string({ maxLength: 5, unit: 'binary' }),
      fc.constantFrom(
        'https://',
        'shop.com',
        '/a',
        '?',
        '#',
        '(',
        ')',
        '.',
        ' ',
        '{{ x }}',
        'で',
        '&',
        '@',
        ':80',
        '"',
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const once = tagContent(parts.join(''), 'text', tags);
        expect(tagContent(once.content, 'text', tags)).toMatchObject({
          content: once.content,
          report: once.report,
        });
      }),
      { numRuns: 2_000 },
    );
  });
});
