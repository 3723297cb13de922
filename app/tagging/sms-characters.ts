import { isGsm } from './sms-segments';

/** A character that GSM-7 does not have, at each of its places in a text. */
export interface ForeignCharacter {
  character: string;
  /** Offsets in the text as it is written. */
  places: number[];
  /** What says the same within GSM-7; undefined where nothing does. Empty: it can go without loss. */
  plain: string | undefined;
}

const PLAIN: Record<string, string> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '″': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‹': "'",
  '›': "'",
  '′': "'",
  '`': "'",
  '´': "'",
  '–': '-',
  '—': '-',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '…': '...',
  '•': '-',
  '·': '-',
  '×': 'x',
  '©': '(c)',
  '®': '(R)',
  '™': '(TM)',
  '\t': ' ',
  '\u00A0': ' ',
  '\u202F': ' ',
  '\u2009': ' ',
  '\u200B': '',
  '\uFEFF': '',
  '\u00AD': '',
};

/** The characters that make a text message dearer, each once, in the order of their first places. */
export function foreignCharacters(text: string): ForeignCharacter[] {
  const found = new Map<string, ForeignCharacter>();
  let at = 0;
  for (const character of text) {
    if (!isGsm(character)) {
      const known = found.get(character) ?? { character, places: [], plain: plainOf(character) };
      known.places.push(at);
      found.set(character, known);
    }
    at += character.length;
  }
  return [...found.values()];
}

/** A letter loses its accent, where the bare one is in the alphabet. */
function plainOf(character: string): string | undefined {
  const known = PLAIN[character];
  if (known !== undefined) return known;
  const bare = character.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return bare !== '' && bare !== character && [...bare].every(isGsm) ? bare : undefined;
}

/** The text with plain characters in place of these. */
export function madePlain(text: string, characters: readonly ForeignCharacter[]): string {
  return characters.reduce(
    (made, { character, plain }) => (plain === undefined ? made : made.replaceAll(character, plain)),
    text,
  );
}

/** Where an offset is, as a person counts: "line 2, character 5". */
export function placeInWords(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `line ${lines.length}, character ${[...(lines.at(-1) ?? '')].length + 1}`;
}
