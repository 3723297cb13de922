import { describe, expect, it } from 'vitest';
import { plainTextOf } from '~/tagging/plain-text';
import { tagContent } from '~/tagging/tag-content';

describe('the text made from an HTML message', () => {
  it.each([
    ['<h1>Hi</h1><p>One\n  two&nbsp;<b>three</b>,<br>four</p>', 'Hi\n\nOne two three,\nfour\n'],
    ['<ul><li>a</li><li>b</li></ul><ol><li>c<li>d</ol>', '- a\n- b\n\n1. c\n2. d\n'],
    [
      '<p>See <a href="https://s.example/?a=1&amp;b=2">our <b>shop</b></a>, now',
      'See our shop <https://s.example/?a=1&b=2>, now\n',
    ],
    ['<a href="https://s.example/">s.example</a>.', 's.example.\n'],
    ['<a href="https://s.example/"><img alt="Logo" src="l.png"></a>Next', 'Logo <https://s.example/> Next\n'],
    ['<a href="https://s.example/"><img src="l.png"></a>', 'https://s.example/\n'],
    [
      '<a href="https://s.example/"><table><tr><td>Shop</td></tr></table></a><p>x',
      'Shop <https://s.example/>\n\nx\n',
    ],
    [
      '<a href="mailto:a@s.example?subject=x">write us</a> or <a href="tel:+491">+491</a>',
      'write us <a@s.example> or +491\n',
    ],
    ['<a href="#x">top</a> <a href="">none</a>', 'top none\n'],
    ['<map><area href="https://s.example/" alt="Map"></map>', 'Map <https://s.example/>\n'],
    ['<head><title>T</title><style>p{}</style></head><script>x</script><p>b', 'b\n'],
    ['<div style="color:red; DISPLAY : none">pre<div>view</div></div>text', 'text\n'],
    ['<!--[if mso]><p>Outlook</p><![endif]-->all', 'all\n'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc\n'],
    ['x&#847;&zwnj;&shy; y 👨\u200D👩', 'x y 👨\u200D👩\n'],
    ['Hi {{ first_name | default: &quot;you&quot; }}', 'Hi {{ first_name | default: "you" }}\n'],
    ['<a href="{{ unsubscribe_url }}">Unsubscribe</a>', 'Unsubscribe <{{ unsubscribe_url }}>\n'],
    ['<p> </p>', ''],
    ['', ''],
  ])('of %j is %j', (html, text) => {
    expect(plainTextOf(html)).toBe(text);
  });

  it('has the links of the HTML, found again in it', () => {
    const html =
      '<a href="https://s.example/a b?n={{ first_name }}">A</a><a href="https://s.example/(x)">B</a>, <a href="https://s.example/y.">C</a>';
    const { links } = tagContent(plainTextOf(html), 'text', { source: 's', medium: 'm', campaign: 'c' });
    expect(links.map(({ url }) => url)).toEqual([
      'https://s.example/a%20b?n={{ first_name }}',
      'https://s.example/(x)',
      'https://s.example/y',
    ]);
  });

  it('comes back from a million open elements', () => {
    expect(plainTextOf('<div>'.repeat(1_000_000))).toBe('');
    expect(plainTextOf('<a href="https://s.example/">x'.repeat(50_000)).length).toBeGreaterThan(1_000_000);
  });
});
