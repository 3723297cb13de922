/** What every mail program shows, by the ending of its files; of other kinds some show nothing. */
export const MIME_TYPES: Record<string, string> = { jpg: 'image/jpeg', png: 'image/png', gif: 'image/gif' };

/** The types as a file chooser takes them. */
export const PICTURE_TYPES = Object.values(MIME_TYPES).join(',');

/** Whoever reads mails on the way pays for every megabyte; Shopify itself takes 20. */
export const MOST_PICTURE_BYTES = 5_000_000;
export const MOST_ALT_LENGTH = 500;

export type PictureRefusal =
  | 'too_large'
  | 'empty'
  | 'wrong_type'
  | 'too_many_pixels'
  | 'no_access'
  | 'unreachable'
  | 'refused'
  | 'still_processing';

export const pictureRefusalInWords: Record<PictureRefusal, string> = {
  too_large: 'The picture is larger than 5 MB. Make it smaller: most e-mails are 600 pixels wide.',
  empty: 'The file is empty. Choose another.',
  wrong_type: 'The file is no JPEG, PNG or GIF picture, or it is damaged. Mail programs show no other kinds.',
  too_many_pixels: 'The picture has more than 20 million pixels. Make it smaller: most e-mails are 600 wide.',
  no_access:
    'Sales Trail may not add files to your shop. Allow it when Shopify asks, or give the picture by its address.',
  unreachable: 'Shopify could not be reached. Your picture is still here: try again in a moment.',
  refused: 'Shopify did not take the picture. Save it anew as JPEG or PNG and try again.',
  still_processing:
    'Shopify took the picture but is not done with it. In a minute you find it under Content → Files, and can add it by its address.',
};

/** Why a file that was chosen is not worth sending; undefined where it is. */
export function whyNotSent({ size, type }: { size: number; type: string }): PictureRefusal | undefined {
  if (size > MOST_PICTURE_BYTES) return 'too_large';
  if (size === 0) return 'empty';
  return Object.values(MIME_TYPES).includes(type) ? undefined : 'wrong_type';
}
