import { z } from 'zod';
import { tagUrl } from '~/tagging/tag-url';
import type { Tags } from '~/tagging/tags';

const buttonSchema = z.object({
  text: z.string().max(25),
  /** Its address; {{1}} at its end stands for what each message adds. */
  url: z.string().max(2000),
});

const templateSchema = z.object({
  /** The provider's name or id. */
  name: z.string().max(512),
  /** Such as de or en_US. */
  language: z.string().max(20),
  /** Holds {{1}}, {{2}} … where a message differs. */
  body: z.string().max(1100),
  footer: z.string().max(60).default(''),
  buttons: z.array(buttonSchema).max(2).default([]),
});

const filledSchema = templateSchema.extend({
  /** What fills {{1}}, {{2}} … of the body: fixed text, merge tags, or both. */
  variables: z.array(z.string().max(1024)),
  /** What follows the fixed part of each button's address, in their order; empty where all of it is fixed. */
  suffixes: z.array(z.string().max(2000)),
});

/** A template that WhatsApp has approved. */
export type WhatsAppTemplate = z.infer<typeof templateSchema>;

/** One with what fills it in. */
export type FilledTemplate = z.infer<typeof filledSchema>;

/** The template of a message, as its row keeps it; undefined where it has none, or one that cannot be read. */
export function readTemplate(stored: string | null): FilledTemplate | undefined {
  if (!stored) return undefined;
  try {
    return filledSchema.parse(JSON.parse(stored));
  } catch {
    return undefined;
  }
}

const PLACE = /\{\{\s*(\d{1,2})\s*\}\}/g;

/** How many variables a body has: the greatest number in it. */
export function variablesIn(body: string): number {
  return Math.max(0, ...Array.from(body.matchAll(PLACE), (match) => Number(match[1])));
}

/** Whether each message adds to a button's address. */
export const isDynamic = (url: string): boolean => /\{\{\s*1\s*\}\}\s*$/.test(url);

const fixedPart = (url: string) => url.replace(/\{\{\s*1\s*\}\}\s*$/, '').trim();

/** Where a button leads with its suffix. */
export const buttonUrl = (url: string, suffix: string): string =>
  isDynamic(url) ? fixedPart(url) + suffix.trim() : url.trim();

/**
 * A template with as many values as it has variables and buttons: those that were filled in before stay.
 */
export function fitted(template: WhatsAppTemplate, before?: FilledTemplate): FilledTemplate {
  return {
    ...template,
    variables: Array.from(
      { length: variablesIn(template.body) },
      (_, index) => before?.variables[index] ?? '',
    ),
    suffixes: template.buttons.map((_, index) => before?.suffixes[index] ?? ''),
  };
}

/** The body with its variables filled in; merge tags stay. */
export const bodyText = ({ body, variables }: FilledTemplate): string =>
  body.replaceAll(PLACE, (written, number: string) => variables[Number(number) - 1] || written);

/**
 * What the contact reads, merge tags unfilled: the body, the footer, and each button with its address where a message
 * adds to it; one that is fixed can carry no tags.
 */
export function templateText(template: FilledTemplate): string {
  const buttons = template.buttons.map(({ text, url }, index) =>
    isDynamic(url) ? `${text}: ${buttonUrl(url, template.suffixes[index] ?? '')}` : text,
  );
  return [bodyText(template), template.footer, buttons.join('\n')].filter(Boolean).join('\n\n');
}

/**
 * A button's suffix with the tags in it: what goes to the provider, which joins it to the part that it approved.
 * @returns the suffix as it was written where the address takes no tags, or the tags would change its fixed part
 */
export function taggedSuffix(url: string, suffix: string, tags: Tags): string {
  const fixed = fixedPart(url);
  const tagged = tagUrl(buttonUrl(url, suffix), tags);
  return tagged.ok && tagged.value.url.startsWith(fixed)
    ? tagged.value.url.slice(fixed.length)
    : suffix.trim();
}

/** What is still missing, as errors by field. */
export function missingInTemplate(template: FilledTemplate): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!template.name.trim()) errors.templateName = 'Enter the name of the approved template.';
  if (!template.body.trim()) errors.templateBody = 'Enter the text of the template as it was approved.';
  template.variables.forEach((value, index) => {
    if (!value.trim()) errors[`variable-${index + 1}`] = `Say what fills {{${index + 1}}}.`;
  });
  template.buttons.forEach(({ url }, index) => {
    if (!/^https?:\/\/\S+/i.test(url.trim()))
      errors[`button-${index + 1}`] = 'Enter the address of the button as it was approved.';
    else if (isDynamic(url) && !template.suffixes[index]?.trim())
      errors[`suffix-${index + 1}`] = 'Say how the address goes on.';
  });
  return errors;
}
