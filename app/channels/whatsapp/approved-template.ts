/** A WhatsApp template that its provider lists as approved. */
export interface ApprovedTemplate {
  /** What it is called by when it is sent: its name at Meta, its Content SID at Twilio. */
  name: string;
  /** What the merchant called it. */
  label: string;
  /** Such as de or en_US. */
  language: string;
  /** Holds {{1}}, {{2}} … where a message differs; a fixed headline stands above it. */
  body: string;
  footer: string;
  /** Each with {{1}} at the end of its address where each message adds to it. */
  buttons: { text: string; url: string }[];
}

/** What a provider listed: the templates that can be filled in here, and how many others there are. */
export interface TemplateList {
  templates: ApprovedTemplate[];
  leftOut: number;
}

/** Why the templates cannot be listed. `said` is in the provider's words. */
export type ListingTrouble = { reason: 'denied' | 'unreachable'; said: string };

const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** How many variables a text has, numbered from 1 without a gap; undefined where they are not. */
export function numberedVariables(text: string): number | undefined {
  const numbers = new Set(Array.from(text.matchAll(PLACE), ([, name]) => name));
  const inOrder = Array.from({ length: numbers.size }, (_, index) => String(index + 1));
  return inOrder.every((number) => numbers.has(number)) ? numbers.size : undefined;
}

/** What stands in an address in place of what each message adds; undefined where it is in another place than the end. */
export function variableOf(url: string): string | null | undefined {
  const places = [...url.matchAll(PLACE)];
  const [place] = places;
  if (!place) return null;
  return places.length === 1 && url.trim().endsWith(place[0]) ? place[1] : undefined;
}

/** Only as many URL buttons as WhatsApp allows, and no text longer than it does. */
export const fits = ({ body, buttons }: ApprovedTemplate): boolean =>
  body.length <= 1_100 && buttons.length <= 2;
