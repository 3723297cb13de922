import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addParam, tagUrl } from '~/tagging/tag-url';
import { CLICK_PARAM, type Tags } from '~/tagging/tags';

const TAGS: Tags = { source: 'newsletter', medium: 'email', campaign: 'spring' };
const ADDED = 'utm_source=newsletter&utm_medium=email&utm_campaign=spring';

function tagged(url: string, tags: Tags = TAGS): string {
  const outcome = tagUrl(url, tags);
  return outcome.ok ? outcome.value.url : `(${outcome.reason})`;
}

describe('a tagged URL', () => {
  it.each([
    ['https://shop.example', `https://shop.example?${ADDED}`],
    ['https://shop.example/', `https://shop.example/?${ADDED}`],
    ['https://shop.example/a?', `https://shop.example/a?${ADDED}`],
    ['https://shop.example/a?x=1', `https://shop.example/a?x=1&${ADDED}`],
    ['https://shop.example/a?x=1&', `https://shop.example/a?x=1&${ADDED}`],
    ['https://shop.example/a?b=%20+%C3%A9&a=#top', `https://shop.example/a?b=%20+%C3%A9&a=&${ADDED}#top`],
    ['https://shop.example/#/a?x=1', `https://shop.example/?${ADDED}#/a?x=1`],
    ['https://u:p@shop.example:8443/ä/%zz', `https://u:p@shop.example:8443/ä/%zz?${ADDED}`],
    ['HTTPS://MÜNCHEN.example/A', `HTTPS://MÜNCHEN.example/A?${ADDED}`],
    ['//shop.example/a', `//shop.example/a?${ADDED}`],
    ['  https://shop.example/a b \n', `  https://shop.example/a b?${ADDED} \n`],
    ['https://sh\nop.example/', `https://sh\nop.example/?${ADDED}`],
    ['https://[2001:db8::1]/x', `https://[2001:db8::1]/x?${ADDED}`],
    ['https:\\\\shop.example\\a', `https:\\\\shop.example\\a?${ADDED}`],
  ])('keeps everything that %j has', (url, expected) => {
    expect(tagged(url)).toBe(expected);
  });

  it.each([
    'https://shop.example/?n={{ first_name | default: "you & me?#" }}',
    'https://shop.example/?n={% if a %}b{% endif %}',
    'https://shop.example/*|CODE|*?x=*|A?B|*',
    'https://shop.example/%%=v(@a)=%%?x=%%b&c%%',
    'https://[[host]].example/[[a#b]]',
    'https://${host}/${a?b:c}',
    'https://{field=site}.example/{path}',
    'https://shop.example/<%= a & b %>',
    '{{ shop.url }}/pages/a',
  ])('keeps the merge tags of %s', (url) => {
    const joint = url.replace(/\{\{.*?\}\}|\*\|.*?\|\*|%%.*?%%|\[\[.*?\]\]|\$\{.*?\}/g, '').includes('?')
      ? '&'
      : '?';
    expect(tagged(url)).toBe(`${url}${joint}${ADDED}`);
  });

  it('takes the query as begun where a merge tag at the start is followed by an ampersand', () => {
    expect(tagged('{{ checkout_url }}&a=1')).toBe(`{{ checkout_url }}&a=1&${ADDED}`);
  });

  it('encodes values so that they survive any reader of the link', () => {
    expect(tagged('https://shop.example/', { ...TAGS, campaign: "50% off! (it's &=#*)\uD800" })).toBe(
      'https://shop.example/?utm_source=newsletter&utm_medium=email&utm_campaign=50%25%20off%21%20%28it%27s%20%26%3D%23%2A%29%EF%BF%BD',
    );
  });

  it('has the optional tags behind the others, and none that is empty', () => {
    expect(tagged('https://shop.example/', { ...TAGS, content: '', term: 't', id: 'v1' })).toBe(
      `https://shop.example/?${ADDED}&utm_term=t&utm_id=v1`,
    );
  });
});

describe('tags that are there already', () => {
  it('are replaced where they stand, once, and told', () => {
    const outcome = tagUrl(
      'https://s.example/?utm_source=old%20one&a=1&utm_source=two&%75tm_medium=sms#x',
      TAGS,
    );
    expect(outcome).toEqual({
      ok: true,
      value: {
        url: 'https://s.example/?utm_source=newsletter&a=1&utm_medium=email&utm_campaign=spring#x',
        replaced: [
          { name: 'utm_source', was: 'old one' },
          { name: 'utm_source', was: 'two' },
          { name: 'utm_medium', was: 'sms' },
        ],
      },
    });
  });

  it('stay as they are written where they say the same', () => {
    const url = 'https://s.example/?utm_source=news+letter&utm_medium=email&utm_campaign=spring';
    expect(tagUrl(url, { ...TAGS, source: 'news letter' })).toEqual({
      ok: true,
      value: { url, replaced: [] },
    });
  });

  it('stay where the message has none of that name', () => {
    expect(tagged('https://s.example/?utm_content=hero')).toBe(
      `https://s.example/?utm_content=hero&${ADDED}`,
    );
  });

  it('are known by their exact name only', () => {
    expect(tagged('https://s.example/?x_utm_source=1&utm_sources=2')).toBe(
      `https://s.example/?x_utm_source=1&utm_sources=2&${ADDED}`,
    );
  });
});

describe('the shop’s own links', () => {
  const encoded = encodeURIComponent(ADDED);

  it.each([
    ['%2Fcollections%2Fall', `%2Fcollections%2Fall%3F${encoded}`],
    ['/collections/all', `/collections/all%3F${encoded}`],
    ['%2Fa%3Fsort%3Dnew%23top', `%2Fa%3Fsort%3Dnew%26${encoded}%23top`],
    ['https%3A%2F%2Fs.example%2Fa', `https%3A%2F%2Fs.example%2Fa%3F${encoded}`],
  ])('to a discount are tagged inside the target %s as well', (target, expected) => {
    expect(tagged(`https://s.example/discount/SAVE10?redirect=${target}`)).toBe(
      `https://s.example/discount/SAVE10?redirect=${expected}&${ADDED}`,
    );
  });

  it('to a discount have tags inside the target replaced, and each told once', () => {
    const outcome = tagUrl(
      'https://s.example/en-gb/discount/A%20B/?redirect=%2F%3Futm_source%3Dold%26b%3D2&utm_source=old',
      TAGS,
    );
    expect(outcome.ok && outcome.value).toEqual({
      url:
        `https://s.example/en-gb/discount/A%20B/?redirect=%2F%3Futm_source%3Dnewsletter%26b%3D2%26utm_medium%3Demail` +
        `%26utm_campaign%3Dspring&utm_source=newsletter&utm_medium=email&utm_campaign=spring`,
      replaced: [{ name: 'utm_source', was: 'old' }],
    });
  });

  it.each([
    'https://s.example/pages/x?redirect=%2Fa',
    'https://s.example/discount/A?redirect=javascript:1',
    'https://s.example/discount/A?redirect={{ path }}',
    'https://s.example/discount/A/b?redirect=%2Fa',
  ])('leave another parameter alone: %s', (url) => {
    expect(tagged(url)).toBe(`${url}&${ADDED}`);
  });

  it('to a filled cart carry the click as a cart attribute', () => {
    expect(addParam('https://s.example/cart/123:1,456:2?discount=A#x', CLICK_PARAM, 'c-1')).toBe(
      'https://s.example/cart/123:1,456:2?discount=A&st_click=c-1&attributes[st_click]=c-1#x',
    );
    expect(addParam('https://s.example/cart', CLICK_PARAM, 'c-1')).toBe(
      'https://s.example/cart?st_click=c-1',
    );
  });

  it('get the click of this visit, not of the one before', () => {
    const once = addParam('https://s.example/cart/1:1?attributes%5Bst_click%5D=old', CLICK_PARAM, 'one');
    expect(addParam(once, CLICK_PARAM, 'two')).toBe(
      'https://s.example/cart/1:1?attributes[st_click]=two&st_click=two',
    );
    expect(addParam('https://s.example/discount/A?redirect=/b', CLICK_PARAM, 'c')).toBe(
      'https://s.example/discount/A?redirect=/b%3Fst_click%3Dc&st_click=c',
    );
  });
});

describe('a URL that is left alone', () => {
  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['mailto:a@b.example', 'mailto'],
    ['TEL:+4912345', 'tel'],
    ['sms:+49?body=hi', 'sms'],
    ['#top', 'anchor'],
    ['java\nscript:alert(1)', 'javascript'],
    ['\u0001 javascript:alert(1)', 'javascript'],
    ['data:text/html,x', 'data'],
    ['cid:logo@mail', 'cid'],
    ['ftp://a.example', 'not_web'],
    ['fb://profile/1', 'not_web'],
    ['/collections/all', 'relative'],
    ['shop.example/a', 'relative'],
    ['http://', 'invalid_url'],
    ['https://a b.example/', 'invalid_url'],
    ['https://a.example:99999/', 'invalid_url'],
    ['{{ product.url }}', 'merge_tag'],
    [' *|ARCHIVE|* ', 'merge_tag'],
    ['{{ Track', 'merge_tag'],
    ['https://a.example/{{ open', 'merge_tag'],
    ['{{ unsubscribe_url }}', 'unsubscribe'],
    ['*|UNSUB|*', 'unsubscribe'],
    ['%%profile_center_url%%', 'unsubscribe'],
    ['https://a.example/newsletter/Unsubscribe?u=1', 'unsubscribe'],
    ['https://a.example/opt-out', 'unsubscribe'],
    ['https://a.example/email-preferences', 'unsubscribe'],
    ['https://a.example/newsletter/abmelden', 'unsubscribe'],
  ])('%j: %s', (url, reason) => {
    expect(tagUrl(url, TAGS)).toEqual({ ok: false, reason });
  });

  it.each([
    'https://a.example/?utm_campaign=unsubscribe_winback',
    'https://a.example/products/sunsub-lotion',
    'https://a.example/products/laptop-outlet',
    'https://a.example/account/subscriptions',
  ])('is not %s', (url) => {
    expect(tagUrl(url, TAGS).ok).toBe(true);
  });
});

/** The text without what was added to it, and without the joint before it unless the original has that already. */
function withoutAddition(text: string, original: string, added: string, joint: RegExp): string {
  const at = text.indexOf(added);
  if (at < 0) return text;
  const before = text.slice(0, at);
  return (original.startsWith(before) ? before : before.replace(joint, '')) + text.slice(at + added.length);
}

describe('any URL', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom(
      'utm_source=',
      'utm_id=x',
      '&',
      '?',
      '#',
      '=',
      '%',
      '%26',
      '{{ a }}',
      '{{',
      '}}',
      '*|',
      '|*',
      '/',
      '+',
      ' ',
    ),
  );
  const url = fc
    .tuple(
      fc.constantFrom(
        'https://s.example/',
        'http://s.example',
        'https://s.example/discount/A?redirect=',
        '{{ u }}',
        '',
      ),
      fc.array(piece, { maxLength: 10 }),
    )
    .map(([start, pieces]) => start + pieces.join(''));
  const tags = fc.record({
    source: fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.constantFrom('\uD800', 'a\uDC00b', ' \t\n'),
    ),
    medium: fc.string({ minLength: 1 }),
    campaign: fc.string({ minLength: 1 }),
    id: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  });

  it('is the same whether tagged once or twice', () => {
    fc.assert(
      fc.property(url, tags, (address, values) => {
        const once = tagUrl(address, values);
        if (!once.ok) return;
        expect(tagUrl(once.value.url, values)).toEqual({
          ok: true,
          value: { url: once.value.url, replaced: [] },
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it('without tags of its own is itself again, byte for byte, when what was added is taken out', () => {
    fc.assert(
      fc.property(url, (address) => {
        const outcome = tagUrl(address, TAGS);
        if (!outcome.ok || outcome.value.replaced.length > 0) return;
        const outer = withoutAddition(outcome.value.url, address, encodeURIComponent(ADDED), /(?:%3F|%26)$/);
        const restored = withoutAddition(outer, address, ADDED, /[?&]$/);
        if (!/utm_/.test(address)) expect(restored).toBe(address);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leads where it led, with the tags among its parameters', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), tags, (address, values) => {
        const outcome = tagUrl(address, values);
        if (!outcome.ok) return;
        const before = new URL(address);
        const after = new URL(outcome.value.url);
        expect([after.origin, after.pathname, after.hash]).toEqual([
          before.origin,
          before.pathname,
          before.hash,
        ]);
        expect(after.searchParams.get('utm_source')).toBe(values.source.replace(/\p{Surrogate}/gu, '\uFFFD'));
        expect(after.searchParams.get('utm_campaign')).toBe(values.campaign);
      }),
    );
  });
});
