import { versionChannelLabel } from '~/channels/channel';
import { gradeLabel } from '~/attribution/evidence';
import { days, ruleSentence, windowText } from '~/attribution/rule-text';
import { windowOf } from '~/attribution/settings';
import { TRAFFIC_CHANNELS, type TrafficChannel } from '~/attribution/traffic-channel';
import { formatSpan } from '~/attribution/span';
import type { Receipt, ReceiptEvidence, ReceiptMessage } from '~/attribution/receipt';
import { capital } from '~/lib/capital';

/** How a moment reads where the reader is. */
export type Moment = (iso: string) => string;

/** Why or why not, in one or a few sentences. */
export function receiptSentence(receipt: Receipt, moment: Moment): string {
  const window = windowText(receipt.rule);
  const { deciding } = receipt;
  const source = deciding?.origin.kind === 'other' ? otherName(deciding.origin) : undefined;
  const sentences: Record<Receipt['reason'], () => string> = {
    last_click: () => creditedSentence(receipt, moment),
    first_click: () => creditedSentence(receipt, moment),
    on_the_path: () => creditedSentence(receipt, moment),
    direct: () =>
      `Not credited: the visitor came to the shop directly, and no click on one of your messages within ${window} before the order is known${asAccepted(receipt)}.`,
    other_source: () =>
      `Not credited: the visitor came from ${source}${decidingTime(receipt, moment)}. No click on one of your messages within ${window} before the order is known${asAccepted(receipt)}.`,
    later_touch_of_other_source: () =>
      `Not credited: ${laterTouch(receipt, moment)} the visitor came from ${source}${decidingTime(receipt, moment)}. The last click before the order takes the credit, whatever its source.`,
    earlier_touch_of_other_source: () =>
      `Not credited: before any click on your messages the visitor came from ${source}${decidingTime(receipt, moment)}. The first click within the window takes the credit, whatever its source.`,
    outside_window: () =>
      `Not credited: ${outside(receipt, moment)} The rule counts clicks within ${window} before the order.`,
    nothing_seen: () =>
      'Not credited: neither the pixel nor Shopify saw a visit of this customer. The visitor allowed no tracking, or blocked it, and nothing is guessed.',
    pos: () => 'Not trackable: the order was made at the point of sale, so there was no visit to the shop.',
    draft: () =>
      'Not trackable: the order was written as a draft in Shopify, so there was no visit to the shop.',
    subscription_renewal: () => renewalSentence(receipt),
    other_app: () => 'Not trackable: another app made the order, so there was no visit to the shop.',
    journey_waiting: () =>
      'Not decided yet: Shopify has not said how the visitor came. It is asked again for up to a day.',
    deleted_in_shopify: () => 'Left out: the order was deleted in Shopify. It counts in no total.',
    test: () => 'Left out: this is a test order. It counts in no total.',
  };
  return sentences[receipt.reason]();
}

/** Under which setting the order would have been credited; null where none is near. */
export function nearestSentence(receipt: Receipt): string | null {
  const { nearest, rule } = receipt;
  if (!nearest) return null;
  const to = `it would have been credited to ${nameOf(messageOf(receipt, nearest.versionId))}.`;
  if (nearest.changed === 'scope') return `With your messages counted alone, instead of all sources, ${to}`;
  if (nearest.grade) return `With “${gradeLabel[nearest.grade]}” accepted as evidence ${to}`;
  const own = nearest.channel ? ` for ${versionChannelLabel(nearest.channel)}` : '';
  const now = windowOf(rule, nearest.channel ?? undefined);
  return `With a window of ${days(nearest.windowDays)} instead of ${now}${own} ${to}`;
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
    case 'grade_not_accepted':
      return 'Your settings do not accept evidence of this kind.';
    case 'tags_do_not_match':
      return 'Its source and medium are those of your messages, but no message sent before the visit has this campaign.';
    case 'after_order':
      return 'It came after the order.';
    case 'outside_window':
      return evidence.grade === 'discount_code'
        ? `Its message was sent longer before the order than the ${days(windowOf(receipt.rule, channelOf(evidence, receipt)))} that the rule counts.`
        : `It came ${before ?? 'long'} before the order, and the rule counts ${days(windowOf(receipt.rule, channelOf(evidence, receipt)))}.`;
    case 'pixel_saw_visitor':
      return 'The pixel followed the visitor who placed the order, and this click did not lead there.';
    case 'superseded_by_later_touch':
      return supersededBy(receipt, moment);
    case 'preceded_by_other_touch':
      return 'Another click came before it within the window: the first click takes the credit.';
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
  const of = message.automationId ? 'automation' : message.adopted ? 'adopted campaign' : 'campaign';
  const variant = message.variant ? `, variant ${message.variant}` : '';
  return message.campaign
    ? `“${message.subject}” (${of} “${message.campaign}”${variant})`
    : `“${message.subject}”`;
}

/** Another source by name and channel: "Google (Paid Search)". */
export const otherName = ({ source, channel }: { source: string; channel: TrafficChannel | null }): string =>
  channel ? `${source} (${TRAFFIC_CHANNELS[channel]})` : source;

export const messageOf = (receipt: Receipt, versionId: string): ReceiptMessage | undefined =>
  receipt.messages.find((message) => message.versionId === versionId);

const channelOf = ({ origin }: Pick<ReceiptEvidence, 'origin'>, receipt: Receipt): string | undefined =>
  origin?.kind === 'message' ? messageOf(receipt, origin.versionId)?.channel : undefined;

const asAccepted = ({ evidence }: Receipt): string =>
  evidence.some(({ rejection }) => rejection === 'grade_not_accepted')
    ? ' by the evidence that you accept'
    : '';

function creditedSentence(receipt: Receipt, moment: Moment): string {
  const { deciding, order, rule, credits } = receipt;
  const message =
    deciding?.origin.kind === 'message' ? messageOf(receipt, deciding.origin.versionId) : undefined;
  const tags = message ? Object.values(message.utm).join(' / ') : '';
  const from = message?.trackingLinkId ? 'link' : 'message';
  const when = !deciding
    ? ''
    : deciding.timed
      ? ` on ${moment(deciding.at)}, ${formatSpan(deciding.at, order.placedAt)} before the order`
      : ' in the session in which the order was placed';
  const others = new Set(credits.map(({ versionId }) => versionId)).size - 1;
  const also = others === 1 ? ' and one other message' : others > 1 ? ` and ${others} other messages` : '';
  const why: Record<Receipt['rule']['model'], string> = {
    last_click: `because the last click before the order came from this ${from}`,
    first_click: `because the first click within the window came from this ${from}`,
    any_click: `because a click within the window came from this ${from}`,
    linear: `because a click within the window came from this ${from}`,
    position_based: `because a click within the window came from this ${from}`,
    time_decay: `because a click within the window came from this ${from}`,
  };
  const because =
    deciding?.grade === 'discount_code'
      ? byCodeSentence(receipt, message)
      : `${why[rule.model]}${when}, with the tags ${tags}. `;
  return (
    `Credited to ${nameOf(message)}${also}, ${because}` +
    `${countdown(receipt, message?.channel)}The rule: ${uncapital(ruleSentence(rule))}`
  );
}

/** That a discount code decided; and of a campaign in variants, why this one stands for the campaign. */
function byCodeSentence({ trail, rule }: Receipt, message: ReceiptMessage | undefined): string {
  const alone = ['last_click', 'first_click'].includes(rule.model)
    ? ', and no other visit takes its place'
    : '';
  const because = `because the order was placed with its discount code${alone}. `;
  if (!message?.variant) return because;
  const received = trail.some(
    ({ kind, origin }) =>
      kind === 'sent' && origin?.kind === 'message' && origin.versionId === message.versionId,
  );
  return received
    ? `${because}All variants of the campaign tell this code, and ${message.variant} is what the customer received. `
    : `${because}All variants of the campaign tell this code. Which of them the customer received is not known, so variant ${message.variant} stands for the campaign. `;
}

/** What was left of the window when the order came: "2 days 4 hours of the 5-day window were left. " */
function countdown({ deciding, order, rule }: Receipt, channel: string | undefined): string {
  if (!deciding?.timed) return '';
  const window = windowOf(rule, channel);
  const end = new Date(Date.parse(deciding.at) + window * 86_400_000).toISOString();
  return `${capital(formatSpan(order.placedAt, end))} of the ${window}-day window were left. `;
}

const uncapital = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** A renewal: who won the first order of its subscription, and where that counts. */
function renewalSentence(receipt: Receipt): string {
  const { renewal, bucket } = receipt;
  const bare =
    'Not trackable: the order is the renewal of a subscription and was made without a visit to the shop.';
  if (!renewal) return bare;
  const winners = [...new Set(renewal.credits.map(({ versionId }) => versionId))];
  const names = winners.map((versionId) => nameOf(messageOf(receipt, versionId))).join(' and ');
  if (!names) return `${bare} No message won its first order, ${renewal.name}.`;
  return bucket === 'credited'
    ? `Credited to ${names}: the order is the renewal of a subscription whose first order, ${renewal.name}, it won. Your settings count renewals like other orders.`
    : `${bare} Its first order, ${renewal.name}, was won by ${names}: the renewal counts there, in a column of its own and in no headline number.`;
}

function decidingTime({ deciding, order }: Receipt, moment: Moment): string {
  if (!deciding?.timed) return '';
  return ` on ${moment(deciding.at)}, ${formatSpan(deciding.at, order.placedAt)} before the order`;
}

function laterTouch(receipt: Receipt, moment: Moment): string {
  const clicked = lastOf(receipt, 'superseded_by_later_touch');
  const name =
    clicked?.origin?.kind === 'message' ? nameOf(messageOf(receipt, clicked.origin.versionId)) : 'a message';
  if (clicked?.grade === 'discount_code') return `after ${name} was sent, whose discount code was entered,`;
  return `after the click on ${name}${clicked?.at ? ` on ${moment(clicked.at)}` : ''},`;
}

function outside(receipt: Receipt, moment: Moment): string {
  const clicked = lastOf(receipt, 'outside_window');
  const name =
    clicked?.origin?.kind === 'message' ? nameOf(messageOf(receipt, clicked.origin.versionId)) : 'a message';
  if (clicked?.grade === 'discount_code')
    return `${name}, whose discount code was entered, was sent too long before the order.`;
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
        ? otherName(deciding.origin)
        : 'elsewhere';
  const when = deciding.timed ? ` on ${moment(deciding.at)}` : '';
  return `The visitor came again${when}, from ${source}: the last click takes the credit.`;
}
