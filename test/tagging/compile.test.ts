import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileContent, fillContent, type Fill } from '~/tagging/compile';
import { tagContent } from '~/tagging/tag-content';

const TAGS = { source: 's', medium: 'm', campaign: 'c' };

const fill = (values: Fill['values'] = {}): Fill => ({
  link: (position) => `https://go.example/l/${position}?a=1&b=2`,
  values,
  unsubscribeUrl: 'https://go.example/u/x?a=1&b="2"',
});

const copy = (content: string, values?: Fill['values'], tags: typeof TAGS | null = TAGS) =>
  fillContent(compileContent(content, 'html', tags), fill(values));

describe('a recipient’s copy', () => {
  it('has its own address in each tagged link, and the rest as it was', () => {
    expect(
      copy(
        '<A HREF=https://s.example/>a</A> <a href="mailto:x@y.example">b</a> <a href=\'https://s.example/?{{ email }}\'>c</a>',
      ),
    ).toBe(
      '<A HREF=https://go.example/l/0?a=1&amp;b=2>a</A> <a href="mailto:x@y.example">b</a> <a href=\'https://go.example/l/2?a=1&amp;b=2\'>c</a>',
    );
  });

  it('counts its links on from another part', () => {
    const compiled = compileContent('https://s.example/ and mailto:x', 'text', TAGS, 7);
    expect(fillContent(compiled, fill())).toBe('https://go.example/l/7?a=1&b=2 and mailto:x');
    expect(compiled.links.map(({ position }) => position)).toEqual([7]);
  });

  it('keeps links as written where nothing is tracked', () => {
    expect(copy('<a href="https://s.example/?e={{ email }}">', { email: 'a&b@c.example' }, null)).toBe(
      '<a href="https://s.example/?e=a%26b%40c.example">',
    );
  });

  it('leaves the address of a form, whose fields take the place of its query', () => {
    expect(copy('<form action="https://s.example/search?e={{ email }}">', { email: 'a b' })).toBe(
      '<form action="https://s.example/search?e=a%20b&amp;utm_source=s&amp;utm_medium=m&amp;utm_campaign=c">',
    );
  });

  it('has the contact’s values, safe for the place where each stands', () => {
    const name = `Zoë "<b>&' x=1`;
    const values = { first_name: name, email: 'z+1@s.example' };
    expect(copy('Hi {{ first_name }}, {{first_name}}', values)).toBe(
      'Hi Zoë &quot;&lt;b&gt;&amp;&#39; x=1, Zoë &quot;&lt;b&gt;&amp;&#39; x=1',
    );
    expect(copy('<p title={{first_name}} class=a>', { first_name: 'x onload=1' })).toBe(
      '<p title=x&#32;onload&#61;1 class=a>',
    );
    expect(copy('<img src="https://i.example/{{ email }}.png">', values)).toBe(
      '<img src="https://i.example/z%2B1%40s.example.png">',
    );
    expect(copy('<a href="mailto:a@s.example?subject={{ first_name }}">', values)).toBe(
      '<a href="mailto:a@s.example?subject=Zo%C3%AB%20%22%3Cb%3E%26%27%20x%3D1">',
    );
    expect(fillContent(compileContent('Hi {{ first_name }}', 'text', TAGS), fill(values))).toBe(`Hi ${name}`);
  });

  it('has the fallback where the contact has no such value, and nothing where there is none', () => {
    const content = `{{ first_name | default: "friend" }}|{{first_name|default:'you'}}|{{ last_name }}|`;
    expect(copy(content, { first_name: '' })).toBe('friend|you||');
    expect(copy(content, { first_name: 'A', last_name: 'B' })).toBe('A|A|B|');
  });

  it('keeps merge tags that are not ours', () => {
    const content = '{{ shop.name }} {% if x %} *|FNAME|* {{ first_name | upcase }} {{ first_name';
    expect(copy(content)).toBe(content);
  });

  it('has the unsubscribe link, and says whether there is one', () => {
    expect(copy('<a href="{{ unsubscribe_url }}">out</a>')).toBe(
      '<a href="https://go.example/u/x?a=1&amp;b=&quot;2&quot;">out</a>',
    );
    expect(compileContent('<a href="{{ unsubscribe_url }}">', 'html', TAGS).hasUnsubscribe).toBe(true);
    expect(compileContent('Out: {{unsubscribe_url}}', 'text', null).hasUnsubscribe).toBe(true);
    expect(compileContent('<a href="https://s.example/unsubscribe">', 'html', TAGS).hasUnsubscribe).toBe(
      false,
    );
  });

  it('is the tagged content where each link leads to its own tagged URL', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom(
        '<a href="',
        "<a href='",
        '<a href=',
        'https://s.example/',
        '?a=1&#38;b',
        '{{ first_name }}',
        '{{ x }}',
        '">',
        "'>",
        '>',
        '<!--[if mso]>',
        '<![endif]-->',
        '<form action="',
        '<base href="https://b.example/">',
        'shop.com',
        ' ',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 25 }),
        fc.constantFrom('html' as const, 'text' as const),
        (parts, format) => {
          const content = parts.join('');
          const { links, segments, holes } = compileContent(content, format, TAGS);
          const compiled = compileContent(content, format, TAGS);
          expect(segments.length).toBe(holes.length + 1);
          const values = { first_name: 'Zoe' };
          const own = fillContent(compiled, {
            link: (position) => links[position]?.taggedUrl ?? '',
            values,
            unsubscribeUrl: '',
          });
          const tagged = tagContent(content, format, TAGS);
          expect(links).toEqual(tagged.links);
          // In a link that leads to its own URL the merge tags stay: the way through our address fills them in.
          expect(own.replaceAll('{{ first_name }}', 'Zoe')).toBe(
            tagged.content.replaceAll('{{ first_name }}', 'Zoe'),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('survives being stored as JSON', () => {
    const compiled = compileContent(
      '<a href="https://s.example/{{ email }}">{{ first_name }}</a>',
      'html',
      TAGS,
    );
    const stored = JSON.parse(JSON.stringify(compiled)) as typeof compiled;
    expect(fillContent(stored, fill({ first_name: 'A' }))).toBe(
      fillContent(compiled, fill({ first_name: 'A' })),
    );
  });
});
