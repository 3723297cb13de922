import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { MOST_PICTURE_BYTES, whyNotSent } from '~/shopify/picture';
import { fileName, readPicture } from '~/shopify/read-picture';
import { pngOf } from '#test/support/picture-factory.ts';

describe('a file that a merchant chose', () => {
  it('is a picture by what it holds, whatever it is called', () => {
    expect(readPicture(pngOf(30, 20))).toEqual({
      ok: true,
      value: { mimeType: 'image/png', width: 30, height: 20 },
    });
    const gif = Buffer.from('GIF89a\x05\x00\x03\x00\x00\x00\x00;', 'latin1');
    expect(readPicture(gif)).toMatchObject({ value: { mimeType: 'image/gif', width: 5, height: 3 } });
  });

  it.each([
    ['text', Buffer.from('<html>not a picture</html>')],
    ['a drawing that mail programs do not show', Buffer.from('<svg width="4" height="4"></svg>')],
    ['a picture that was cut off', pngOf(30, 20).subarray(0, 12)],
  ])('is refused where it is %s', (_what, bytes) => {
    expect(readPicture(bytes)).toEqual({ ok: false, reason: 'wrong_type' });
  });

  it('is refused where it is empty, too large, or has more pixels than Shopify takes', () => {
    expect(readPicture(new Uint8Array())).toEqual({ ok: false, reason: 'empty' });
    expect(readPicture(new Uint8Array(MOST_PICTURE_BYTES + 1))).toEqual({ ok: false, reason: 'too_large' });
    const header = pngOf(1, 1);
    header.writeUInt32BE(5_000, 16);
    header.writeUInt32BE(4_001, 20);
    expect(readPicture(header)).toEqual({ ok: false, reason: 'too_many_pixels' });
  });

  it('never breaks the reader, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(40), (bytes, cut) => {
        const broken = Buffer.concat([pngOf(2, 2).subarray(0, cut), bytes]);
        expect(typeof readPicture(broken).ok).toBe('boolean');
      }),
    );
  });

  it('is not sent at all where its size or kind says that it would be refused', () => {
    expect(whyNotSent({ size: 10, type: 'image/jpeg' })).toBeUndefined();
    expect(whyNotSent({ size: MOST_PICTURE_BYTES + 1, type: 'image/png' })).toBe('too_large');
    expect(whyNotSent({ size: 0, type: 'image/png' })).toBe('empty');
    expect(whyNotSent({ size: 10, type: 'image/webp' })).toBe('wrong_type');
  });
});

describe('the name of a file', () => {
  it.each([
    ['Frühling & Söhne.PNG', 'image/jpeg', 'Fru-hling-So-hne.jpg'],
    ['../../etc/passwd', 'image/gif', 'picture.gif'],
    ['', 'image/png', 'picture.png'],
  ])('%s becomes one that an address can hold', (given, mimeType, name) => {
    expect(fileName(given, mimeType)).toBe(name);
  });
});
