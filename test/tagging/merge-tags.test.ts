import { describe, expect, it } from 'vitest';
import { renderMergeTags, unknownMergeTags } from '~/tagging/merge-tags';

describe('merge tags', () => {
  it('are filled in, escaped for where they stand', () => {
    const values = { first_name: 'A & B', email: 'a+b@s.example' };
    expect(renderMergeTags('Hi {{first_name}}', values, 'none')).toBe('Hi A & B');
    expect(renderMergeTags('Hi {{ first_name }}', values, 'html')).toBe('Hi A &amp; B');
    expect(renderMergeTags('?e={{ email }}', values, 'url')).toBe('?e=a%2Bb%40s.example');
  });

  it('never make a value of another tag', () => {
    expect(renderMergeTags('{{ first_name }}', { first_name: '{{ email }}$&', email: 'x' }, 'none')).toBe(
      '{{ email }}$&',
    );
  });

  it('leave the unsubscribe link and unknown tags as they are written', () => {
    const text = '{{ unsubscribe_url }} {{ order.id }} {{ first_name | upcase }}';
    expect(renderMergeTags(text, { first_name: 'A' }, 'html')).toBe(text);
  });

  it('that nothing will fill in are told once each', () => {
    expect(
      unknownMergeTags(
        '{{ first_name }} {{ firstname }} {{ firstname }} {% if a %} *|FNAME|* {{ unsubscribe_url }} {{ last_name | default: "x" }} 50% {a} {{',
      ),
    ).toEqual(['{{ firstname }}', '{% if a %}', '*|FNAME|*']);
  });
});
