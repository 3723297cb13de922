import { imageSize } from 'image-size';
import { done, type Outcome, refused } from '~/lib/outcome';
import { MIME_TYPES, MOST_PICTURE_BYTES, type PictureRefusal } from '~/shopify/picture';

/** Shopify's own bound. */
const MOST_PIXELS = 20_000_000;

export interface PictureFacts {
  mimeType: string;
  width: number;
  height: number;
}

/** What a file really is, whatever it is called. */
export function readPicture(bytes: Uint8Array): Outcome<PictureFacts, PictureRefusal> {
  if (bytes.length > MOST_PICTURE_BYTES) return refused('too_large');
  if (bytes.length === 0) return refused('empty');
  const { type = '', width, height } = measured(bytes);
  const mimeType = MIME_TYPES[type];
  if (!mimeType || width <= 0 || height <= 0) return refused('wrong_type');
  return width * height > MOST_PIXELS ? refused('too_many_pixels') : done({ mimeType, width, height });
}

function measured(bytes: Uint8Array): { type?: string; width: number; height: number } {
  try {
    return imageSize(bytes);
  } catch {
    return { width: 0, height: 0 };
  }
}

/** A name that an address can hold, with the ending of what the file is. */
export function fileName(given: string, mimeType: string): string {
  const ending = Object.keys(MIME_TYPES).find((one) => MIME_TYPES[one] === mimeType) ?? 'jpg';
  const stem = given
    .replace(/\.[^.]*$/, '')
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${stem || 'picture'}.${ending}`;
}
