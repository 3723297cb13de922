import { type AudienceCount, heldOutOf } from '~/ui/use-audience-count';
import type { SendMode } from './summary-fields';

/** What the primary button will do, in words. */
export function primaryText(
  mode: SendMode,
  count: AudienceCount,
  moment: string | undefined,
  holdoutPercent = 0,
): string {
  if (mode === 'draft') return 'Save draft';
  if (mode === 'later') return moment ? `Schedule for ${moment}` : 'Schedule';
  if (count.state === 'counting') return 'Counting contacts…';
  if (count.state !== 'counted' || !count.ok || count.counted === 'first_pages')
    return 'Send to the audience';
  const heldOut = heldOutOf(count.willReceive, holdoutPercent);
  const people = count.willReceive - heldOut;
  return `Send to ${heldOut > 0 ? 'about ' : ''}${people.toLocaleString('en')} ${people === 1 ? 'contact' : 'contacts'}`;
}

/** When it goes out, for the overview. */
export function whenText(mode: SendMode, moment: string | undefined, zone: string): string {
  if (mode === 'draft') return 'Not yet: it stays a draft.';
  if (mode === 'now') return 'As soon as you confirm below.';
  return moment ? `${moment}, ${zone}` : 'On a date that you choose below.';
}
