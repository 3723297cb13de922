import { formatSpan } from '~/attribution/span';
import type { Receipt, ReceiptEvidence, ReceiptMessage } from '~/attribution/receipt';

/** How a moment reads where the reader is. */
export type Moment = (iso: string) => string;

/** Why or why not, in one or a few sentences. */
export function receiptSentence(receipt: Receipt, moment: Moment): string {
  const window = days(receipt.rule.windowDays);
  const { deciding } = receipt;
  const source = deciding?.origin.kind === 'other' ? deciding.origin.source : undefined;
  const sentences: Record<Receipt['reason'], () => string> = {
    last_click: () => creditedSentence(receipt, moment),
    direct: () =>
      `Not credited: the visitor came to the shop directly, and no click on one of your messages within ${window} before the order is known.`,
    other_source: () =>
      `Not credited: the visitor came from ${source}${decidingTime(receipt, moment)}. No click on one of your messages within ${window} before the order is known.`,
    later_touch_of_other_source: () =>
      `Not credited: ${laterTouch(receipt, moment)} the visitor came from ${source}${decidingTime(receipt, moment)}. The last click before the order takes the credit, whatever its source.`,
    outside_window: () =>
      `Not credited: ${outside(receipt, moment)} The rule counts clicks within ${window} before the order.`,
    nothing_seen: () =>
      'Not credited: neither the pixel nor Shopify saw a visit of this customer. The visitor allowed no tracking, or blocked it, and nothing is guessed.',
    pos: () => 'Not trackable: the order was made at the point of sale, so there was no visit to the shop.',
    draft: () =>
      'Not trackable: the order was written as a draft in Shopify, so there was no visit to the shop.',
    subscription_renewal: () =>
      'Not trackable: the order is the renewal of a subscription and was made without a visit to the shop.',
    other_app: () => 'Not trackable: another app made the order, so there was no visit to the shop.',
    journey_waiting: () =>
      'Not decided yet: Shopify has not said how the visitor came. It is asked again for up to a day.',
    deleted_in_shopify: () => 'Left out: the order was deleted in Shopify. It counts in no total.',
    test: () => 'Left out: this is a test order. It counts in no total.',
  };
  return sentences[receipt.reason]();
}

/** The rule in words: "Last click within 5 days before the order, over all sources." */
export function ruleSentence({ windowDays, scope }: Pick<Receipt['rule'], 'windowDays' | 'scope'>): string {
  const sources = scope === 'all_sources' ? 'over all sources' : 'over your messages only';
  return `Last click within ${days(windowDays)} before the order, ${sources}.`;
}

/** Under which setting the order would have been credited; null where none is near. */
export function nearestSentence(receipt: Receipt): string | null {
  const { nearest, rule } = receipt;
  if (!nearest) return null;
  const to = `it would have been credited to ${nameOf(messageOf(receipt, nearest.versionId))}.`;
  return nearest.changed === 'window_days'
    ? `With a window of ${days(nearest.windowDays)} instead of ${rule.windowDays} ${to}`
    : `With your messages counted alone, instead of all sources, ${to}`;
}

/** Why a piece of evidence counted, or did not. */
export function evidenceReason(evidence: ReceiptEvidence, receipt: Receipt, moment: Moment): string {
  const before = evidence.at ? formatSpan(evidence.at, receipt.order.placedAt) : undefined;
  switch (evidence.rejection) {
    case null:
      return evidence === carrierOf(receipt)
        ? 'It carries the credit.'
        : 'It confirms the credit: another sign of the same visit.';
    case 'machine_click':
      return 'A machine made this click: a mail scanner, a link preview or a prefetch. Machines earn nothing.';
    case 'unknown_message':
      return 'Its utm_id belongs to no message that this shop has sent.';
    case 'not_tracked':
      return 'Its message was sent without sales tracking.';
    case 'tags_do_not_match':
      return 'Its source and medium are those of your messages, but no message sent before the visit has this campaign.';
    case 'after_order':
      return 'It came after the order.';
    case 'outside_window':
      return `It came ${before ?? 'long'} before the order, and the rule counts ${days(receipt.rule.windowDays)}.`;
    case 'pixel_saw_visitor':
      return 'The pixel followed the visitor who placed the order, and this click did not lead there.';
    case 'superseded_by_later_touch':
      return supersededBy(receipt, moment);
    case 'order_not_counted':
      return 'The order itself can earn no message anything.';
    case 'undecided':
      return 'It counts only once Shopify has said how the visitor came.';
  }
}

/** Of all that counts for the credit, the best. */
const carrierOf = ({ evidence, deciding }: Receipt) =>
  evidence.find(({ rejection, grade }) => rejection === null && grade === deciding?.grade);

/** A message by name, for the middle of a sentence. */
export function nameOf(message: ReceiptMessage | undefined): string {
  if (!message) return 'one of your messages';
  if (message.trackingLinkId) return `the tracking link “${message.subject}”`;
  const of = message.adopted ? 'adopted campaign' : 'campaign';
  return message.campaign ? `“${message.subject}” (${of} “${message.campaign}”)` : `“${message.subject}”`;
}

export const messageOf = (receipt: Receipt, versionId: string): ReceiptMessage | undefined =>
  receipt.messages.find((message) => message.versionId === versionId);

const days = (count: number) => (count === 1 ? '1 day' : `${count} days`);

function creditedSentence(receipt: Receipt, moment: Moment): string {
  const { deciding, order, rule } = receipt;
  const message =
    deciding?.origin.kind === 'message' ? messageOf(receipt, deciding.origin.versionId) : undefined;
  const tags = message ? Object.values(message.utm).join(' / ') : '';
  const when = !deciding
    ? ''
    : deciding.timed
      ? ` on ${moment(deciding.at)}, ${formatSpan(deciding.at, order.placedAt)} before the order`
      : ' in the session in which the order was placed';
  return (
    `Credited to ${nameOf(message)}, because the last click before the order came from this ${message?.trackingLinkId ? 'link' : 'message'}${when}, ` +
    `with the tags ${tags}. The rule is the last click within ${days(rule.windowDays)}, ` +
    `${rule.scope === 'all_sources' ? 'whatever its source' : 'among your messages only'}.`
  );
}

function decidingTime({ deciding, order }: Receipt, moment: Moment): string {
  if (!deciding?.timed) return '';
  return ` on ${moment(deciding.at)}, ${formatSpan(deciding.at, order.placedAt)} before the order`;
}

function laterTouch(receipt: Receipt, moment: Moment): string {
  const clicked = lastOf(receipt, 'superseded_by_later_touch');
  const name =
    clicked?.origin?.kind === 'message' ? nameOf(messageOf(receipt, clicked.origin.versionId)) : 'a message';
  return `after the click on ${name}${clicked?.at ? ` on ${moment(clicked.at)}` : ''},`;
}

function outside(receipt: Receipt, moment: Moment): string {
  const clicked = lastOf(receipt, 'outside_window');
  const name =
    clicked?.origin?.kind === 'message' ? nameOf(messageOf(receipt, clicked.origin.versionId)) : 'a message';
  const when = clicked?.at
    ? ` on ${moment(clicked.at)}, ${formatSpan(clicked.at, receipt.order.placedAt)} before the order`
    : ' too long before the order';
  return `the click on ${name} was${when}.`;
}

const lastOf = (receipt: Receipt, rejection: ReceiptEvidence['rejection']) =>
  receipt.evidence.findLast((line) => line.rejection === rejection && line.origin?.kind === 'message');

function supersededBy(receipt: Receipt, moment: Moment): string {
  const { deciding } = receipt;
  if (!deciding) return 'A later visit from another source came before the order.';
  const source =
    deciding.origin.kind === 'message'
      ? nameOf(messageOf(receipt, deciding.origin.versionId))
      : deciding.origin.kind === 'other'
        ? deciding.origin.source
        : 'elsewhere';
  const when = deciding.timed ? ` on ${moment(deciding.at)}` : '';
  return `The visitor came again${when}, from ${source}: the last click takes the credit.`;
}
