import { z } from 'zod';
import { GRADES } from '~/attribution/evidence';
import { LONGEST_WINDOW, type WindowChannel, WINDOW_CHANNELS } from '~/attribution/facts';
import { type Rule, ruleSchema } from '~/attribution/settings';
import { fieldErrors } from '~/ui/form-errors';

/** The fields of the form, as text. */
export interface RuleValues {
  model: string;
  scope: string;
  windowDays: string;
  /** Empty: the window of all. */
  emailWindow: string;
  smsWindow: string;
  whatsappWindow: string;
  linkWindow: string;
  halfLifeDays: string;
  /** Divided by commas. */
  refusedGrades: string;
  renewals: string;
  basis: string;
}

export const windowField: Record<WindowChannel, keyof RuleValues> = {
  email: 'emailWindow',
  sms: 'smsWindow',
  whatsapp: 'whatsappWindow',
  link: 'linkWindow',
};

export function valuesOf(rule: Rule): RuleValues {
  const windowOf = (channel: WindowChannel) => String(rule.channelWindows[channel] ?? '');
  return {
    model: rule.model,
    scope: rule.scope,
    windowDays: String(rule.windowDays),
    emailWindow: windowOf('email'),
    smsWindow: windowOf('sms'),
    whatsappWindow: windowOf('whatsapp'),
    linkWindow: windowOf('link'),
    halfLifeDays: String(rule.halfLifeDays),
    refusedGrades: rule.refusedGrades.join(','),
    renewals: rule.renewals,
    basis: rule.basis,
  };
}

const WANTED = `Enter a whole number of days, 1 to ${LONGEST_WINDOW}.`;
const days = z
  .string()
  .trim()
  .regex(/^\d{1,3}$/, WANTED)
  .transform(Number)
  .refine((count) => count >= 1 && count <= LONGEST_WINDOW, WANTED);
const ownWindow = z.union([z.literal('').transform(() => undefined), days], WANTED);

const { model, scope, renewals, basis } = ruleSchema.shape;
const valuesSchema = z.object({
  model,
  scope,
  windowDays: days,
  emailWindow: ownWindow,
  smsWindow: ownWindow,
  whatsappWindow: ownWindow,
  linkWindow: ownWindow,
  halfLifeDays: days,
  refusedGrades: z
    .string()
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(z.enum(GRADES)))
    .refine((refused) => refused.length < GRADES.length, 'Accept at least one kind of evidence.'),
  renewals,
  basis,
});

/** @returns the rule that a form says, or what is wrong, by field */
export function readRule(
  form: Record<string, string>,
): { rule: Rule; errors?: undefined } | { rule?: undefined; errors: Record<string, string> } {
  const parsed = valuesSchema.safeParse(form);
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const { emailWindow, smsWindow, whatsappWindow, linkWindow, ...rest } = parsed.data;
  const own = { email: emailWindow, sms: smsWindow, whatsapp: whatsappWindow, link: linkWindow };
  const channelWindows = Object.fromEntries(
    WINDOW_CHANNELS.flatMap((channel) => (own[channel] === undefined ? [] : [[channel, own[channel]]])),
  );
  return { rule: { ...rest, channelWindows } };
}
