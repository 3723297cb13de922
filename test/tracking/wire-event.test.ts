import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWireEvent, parseWireSender } from '~/tracking/wire-event';
import { wireEventOf } from '../../extensions/web-pixel/src/wire-event.ts';

const event = { at: '2026-11-20T12:00:00Z', checkout: { token: 't' }, landings: [] };
const posted = JSON.stringify({ v: 1, account: 'ours', id: 'e', visitor: 'ada', ...event });
const senderOf = (text: string) => parseWireSender(Buffer.from(text));
const sender = { v: 1, account: 'ours', visitor: 'ada' };

describe('who sent an event', () => {
  it('is read from the head that the pixel writes, whatever follows it', () => {
    const written = wireEventOf(
      'ours',
      {
        id: 'sh-1',
        clientId: 'ada',
        timestamp: event.at,
        data: { checkout: { token: 't' } },
      },
      [],
    );
    const text = JSON.stringify(written);
    expect(senderOf(text)).toEqual({ ok: true, value: sender });
    const cut = text.slice(0, text.indexOf('"checkout"'));
    expect(senderOf(cut)).toEqual({ ok: true, value: sender });
    expect(parseWireEvent(cut)).toEqual({ ok: false, reason: 'not_json' });
  });

  it.each([
    ['in another order', JSON.stringify({ ...event, visitor: 'ada', id: 'e', account: 'ours', v: 1 })],
    ['with space between', JSON.stringify(JSON.parse(posted), null, 2)],
    ['escaped', posted.replace('ada', '\\u0061da')],
  ])('is read as JSON where it stands %s', (_, text) => {
    expect(senderOf(text)).toEqual({ ok: true, value: sender });
    expect(parseWireEvent(text).ok).toBe(true);
  });

  it('is nobody where a NUL stands in the text, which no column holds', () => {
    const text = posted.replace('"t"', '"t\0"');
    expect(senderOf(text)).toEqual({ ok: false, reason: 'not_json' });
    expect(parseWireEvent(text)).toEqual({ ok: false, reason: 'not_json' });
  });

  it('is never somebody of whom the event speaks otherwise further on', () => {
    for (const other of ['"account":"theirs"', '"visitor":"eve"']) {
      const text = posted.replace(/\}$/, `,${other}}`);
      expect(senderOf(text)).toEqual({ ok: true, value: sender });
      expect(parseWireEvent(text)).toEqual({ ok: false, reason: 'malformed' });
    }
  });

  it('is the same to the door and to who works the event off, whatever was posted', () => {
    const name = fc.constantFrom('v', 'account', 'id', 'visitor', 'more');
    const value = fc.constantFrom('1', '2', '"ours"', '"theirs"', '"a\\"b"', '"\\u0061"', '" "', 'null');
    const fields = fc.array(
      fc.tuple(name, value).map(([of, is]) => `"${of}":${is}`),
      { maxLength: 6 },
    );
    const own = Object.entries(event).map(([of, is]) => `"${of}":${JSON.stringify(is)}`);
    const head = fc.constantFrom([], ['"v":1', '"account":"ours"', '"id":"e"', '"visitor":"ada"']);
    fc.assert(
      fc.property(head, fields, fields, (first, before, after) => {
        const text = `{${[...first, ...before, ...own, ...after].join()}}`;
        const whole = parseWireEvent(text);
        const asked = senderOf(text);
        if (whole.ok)
          expect(asked).toMatchObject({
            ok: true,
            value: { account: whole.value.account, visitor: whole.value.visitor },
          });
        if (!asked.ok) expect(whole).toEqual(asked);
      }),
      { numRuns: 2_000 },
    );
  });
});
