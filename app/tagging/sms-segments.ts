/** What a text costs on the phone network. */
export interface SmsSize {
  /** GSM 03.38's own alphabet of 7 bits, or UTF-16 where a character is outside of it. */
  encoding: 'GSM-7' | 'UCS-2';
  /** Messages that are sent, and paid for. */
  segments: number;
  /** Units used: characters of the alphabet (some count twice), or UTF-16 units. */
  units: number;
  /** Units that still fit into the last segment. */
  left: number;
  /** The characters that force UCS-2, each once, in order. */
  forcedBy: string[];
}

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Sent behind an escape: two units each. */
const EXTENDED = new Set('\f^{}\\[~]|€');

/** Whether a character is in the alphabet of text messages. */
export const isGsm = (character: string): boolean => BASIC.has(character) || EXTENDED.has(character);

/** Units of a message alone, and of each part of a longer one, whose header takes 6 bytes. */
const LIMITS = { 'GSM-7': { alone: 160, part: 153 }, 'UCS-2': { alone: 70, part: 67 } } as const;

/** Counts the segments of an SMS as it is sent: links short already, merge tags filled in. */
export function smsSize(text: string): SmsSize {
  const characters = [...text];
  const forcedBy = [...new Set(characters.filter((c) => !isGsm(c)))];
  const encoding = forcedBy.length > 0 ? 'UCS-2' : 'GSM-7';
  const sizes = characters.map((c) => (encoding === 'UCS-2' ? c.length : EXTENDED.has(c) ? 2 : 1));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { alone, part } = LIMITS[encoding];
  if (units <= alone)
    return { encoding, segments: units === 0 ? 0 : 1, units, left: alone - units, forcedBy };
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    // An escape or a surrogate pair is never divided between two parts.
    if (used + size > part) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return { encoding, segments, units, left: part - used, forcedBy };
}
