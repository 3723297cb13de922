import { canTrack, type Channel } from '~/channels/channel';
import { type Finding, lintTags } from '~/tagging/linter';
import { unknownMergeTags } from '~/tagging/merge-tags';
import { tagContent } from '~/tagging/tag-content';
import type { TokenValues } from '~/tagging/tag-tokens';

/** What is asked of a message before it is sent. */
export interface WrittenMessage {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  trackSales: boolean;
  utmSource: string;
  utmMedium: string;
  utmCampaign: string;
}

export type MessageProblemReason =
  | 'no_subject'
  | 'no_content'
  | 'unknown_merge_tag'
  | 'voice_has_no_links'
  | 'tracking_without_tags'
  | 'tag_refused'
  | 'no_trackable_link';

export interface MessageProblem {
  part: 'content' | 'tracking';
  reason: MessageProblemReason;
  /** A sentence for the merchant. */
  message: string;
  /** The UTM field that it is about. */
  field?: 'source' | 'medium' | 'campaign';
}

/**
 * Everything about a message that keeps it from being sent: first its content, then its tracking.
 * @param of what it belongs to: its name, and what the tokens in its tags stand for
 */
export function messageProblems(
  channel: Channel,
  message: WrittenMessage,
  of: { name: string; tokens: TokenValues },
): MessageProblem[] {
  return [
    ...contentProblems(channel, message),
    ...(message.trackSales ? trackingProblems(channel, message, of) : []),
  ];
}

function contentProblems(channel: Channel, message: WrittenMessage): MessageProblem[] {
  const problems: MessageProblem[] = [];
  if (channel === 'email' && !message.subject.trim()) {
    problems.push({ part: 'content', reason: 'no_subject', message: 'Write a subject.' });
  }
  if (!message.html.trim() && !message.text.trim()) {
    problems.push({ part: 'content', reason: 'no_content', message: 'Write the message.' });
  }
  const unknown = unknownMergeTags(
    [message.subject, message.preheader, message.html, message.text].join('\n'),
  );
  if (unknown.length > 0) {
    problems.push({
      part: 'content',
      reason: 'unknown_merge_tag',
      message: `Nothing will fill in ${unknown.join(', ')}: recipients would read it as written.`,
    });
  }
  return problems;
}

function trackingProblems(
  channel: Channel,
  message: WrittenMessage,
  { name, tokens }: { name: string; tokens: TokenValues },
): MessageProblem[] {
  if (!canTrack(channel).ok) {
    return [
      {
        part: 'tracking',
        reason: 'voice_has_no_links',
        message: 'A voice call has no links, so its sales cannot be tracked. Turn tracking off.',
      },
    ];
  }
  const tags = { source: message.utmSource, medium: message.utmMedium, campaign: message.utmCampaign };
  const context = { channel, known: NOTHING_KNOWN, initiative: name, tokens };
  const problems = lintTags(tags, context).flatMap(tagProblem);
  if (trackableLinks(message) === 0) {
    problems.push({
      part: 'tracking',
      reason: 'no_trackable_link',
      message: 'The message has no link that can be tracked. Add a link to your shop, or turn tracking off.',
    });
  }
  return problems;
}

/** What the shop used before matters for advice alone. */
const NOTHING_KNOWN = { source: [], medium: [], campaign: [] };

function tagProblem({ level, field, reason, message }: Finding): MessageProblem[] {
  if (level !== 'refusal' || field === 'links') return [];
  return reason === 'missing'
    ? [
        {
          part: 'tracking',
          reason: 'tracking_without_tags',
          field,
          message: `Enter the UTM ${field}, or turn tracking off.`,
        },
      ]
    : [{ part: 'tracking', reason: 'tag_refused', field, message: `UTM ${field}: ${message}` }];
}

/** How many links of a message would be tagged: whatever the tags, which may still be missing. */
function trackableLinks({ html, text }: Pick<WrittenMessage, 'html' | 'text'>): number {
  const any = { source: 'source', medium: 'medium', campaign: 'campaign' };
  return tagContent(html, 'html', any).report.tagged + tagContent(text, 'text', any).report.tagged;
}
