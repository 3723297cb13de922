import { CAP_LIMITS, type FrequencyCap } from '~/messaging/frequency-cap';

/** The fields of the frequency cap; `capScope` none: there is no cap. */
export interface CapValues {
  capScope: string;
  capMessages: string;
  capDays: string;
}

/** Where there is no cap, the numbers are a proposal. */
export const capValuesOf = (cap: FrequencyCap | undefined): CapValues => ({
  capScope: cap?.scope ?? 'none',
  capMessages: String(cap?.messages ?? 3),
  capDays: String(cap?.days ?? 7),
});

/** @returns the cap of a form, undefined where it says that there is none; or what is wrong, by field */
export function readCap({ capScope, capMessages, capDays }: CapValues): {
  value?: FrequencyCap;
  errors: Partial<Record<keyof CapValues, string>>;
} {
  if (capScope === 'none') return { errors: {} };
  if (capScope !== 'channel' && capScope !== 'all') return { errors: { capScope: 'Choose one of these.' } };
  const messages = wholeNumber(capMessages, CAP_LIMITS.messages);
  const days = wholeNumber(capDays, CAP_LIMITS.days);
  if (messages === undefined || days === undefined) {
    return {
      errors: {
        ...(messages === undefined && { capMessages: wanted('messages', CAP_LIMITS.messages) }),
        ...(days === undefined && { capDays: wanted('days', CAP_LIMITS.days) }),
      },
    };
  }
  return { value: { messages, days, scope: capScope }, errors: {} };
}

interface Limits {
  least: number;
  most: number;
}

function wholeNumber(text: string, { least, most }: Limits): number | undefined {
  const number = /^\d{1,4}$/.test(text.trim()) ? Number(text) : NaN;
  return number >= least && number <= most ? number : undefined;
}

const wanted = (what: string, { least, most }: Limits) =>
  `Enter a whole number of ${what}, ${least} to ${most}.`;
