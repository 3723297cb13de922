import { GRADES, type Grade } from '~/attribution/evidence';
import type { Receipt, ReceiptEvidence } from '~/attribution/receipt';
import { messageOf, nameOf } from '~/attribution/receipt-text';

/** A kind of evidence, for the middle of a sentence. */
const WITNESS: Record<Grade, string> = {
  click_id: 'the signed click that the pixel saw',
  cart_click_id: 'the signed click in the cart',
  pixel_tags: 'the tags that the pixel saw',
  journey_tags: 'the tags in Shopify’s journey',
  landing_tags: 'the tags in the landing page',
  discount_code: 'the discount code',
  contact_click: 'the customer’s own click',
};

/** Why evidence may be rejected and still say who sent the customer. */
const STILL_NAMES: ReceiptEvidence['rejection'][] = [
  null,
  'superseded_by_later_touch',
  'pixel_saw_visitor',
  'undecided',
];

/**
 * That kinds of evidence name different messages, in a sentence; null where they agree. Each kind speaks by the last that
 * it knows of before the order, since it may know of several visits.
 */
export function contradictionSentence(receipt: Receipt): string | null {
  const last = GRADES.flatMap((grade) => {
    const lines = receipt.evidence.filter(
      (line) => line.grade === grade && STILL_NAMES.includes(line.rejection),
    );
    const line = lines.find(({ at }) => at === null) ?? lines.at(-1);
    return line?.origin?.kind === 'message' ? [{ grade, versionId: line.origin.versionId }] : [];
  });
  const named = [...new Set(last.map(({ versionId }) => versionId))];
  if (named.length < 2) return null;
  const says = named.map((versionId) => {
    const witnesses = last.filter((one) => one.versionId === versionId).map(({ grade }) => WITNESS[grade]);
    const verb = witnesses.length > 1 || /^the tags/.test(witnesses[0] ?? '') ? 'name' : 'names';
    return `${witnesses.join(' and ')} ${verb} ${nameOf(messageOf(receipt, versionId))}`;
  });
  return `The evidence disagrees: ${says.join('; ')}. ${HOW_DECIDED}`;
}

const HOW_DECIDED = 'Of several touches the rule decides, and of several signs of one touch the better one.';
