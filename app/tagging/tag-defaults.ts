import { type Finding, type LintContext, lintTags } from './linter';
import { tokensIn, type TokenValues } from './tag-tokens';

/** What the tags of a shop's new messages start with; values may hold tokens. */
export interface TagDefaults {
  source: string;
  /** Empty: the message's channel. */
  medium: string;
  campaign: string;
}

export const NO_TAG_DEFAULTS: TagDefaults = { source: '', medium: '', campaign: '' };

/** The tags that a new message of this channel starts with. */
export function startingTags(defaults: TagDefaults, channel: string): TagDefaults {
  return { ...defaults, medium: defaults.medium || channel };
}

/** A message to show the defaults on; its day of sending is added by whoever shows it. */
export const EXAMPLE_CAMPAIGN = {
  campaign_name: 'Black Friday: early access',
  segment: 'Newsletter subscribers',
} satisfies TokenValues;

/** Any values: what is said of the defaults depends on what is written around the tokens. */
const ANY_MESSAGE: TokenValues = {
  ...EXAMPLE_CAMPAIGN,
  send_date: '2026_11_27',
  automation: 'Welcome series',
  step: 'First e-mail',
};

/**
 * Checks what a merchant wants new messages to start with. Empty values are in order: they are filled in later.
 * @param known sources that the shop's messages have already
 */
export function lintTagDefaults(
  defaults: TagDefaults,
  known: Pick<LintContext['known'], 'source'>,
): Finding[] {
  const findings = lintTags(defaults, {
    channel: 'email',
    known: { source: known.source, medium: [], campaign: [] },
    initiative: '',
    tokens: ANY_MESSAGE,
  });
  return [
    ...findings.filter(({ reason }) => reason !== 'missing' && reason !== 'medium_mismatch'),
    ...forEveryMessage(defaults),
  ];
}

/** What is in order for one message and not for all. */
function forEveryMessage(defaults: TagDefaults): Finding[] {
  const findings: Finding[] = [];
  if (defaults.medium.trim())
    findings.push({
      field: 'medium',
      level: 'advice',
      reason: 'one_medium_for_all',
      message: 'This stands for messages of every channel. Left empty, each has its own channel here.',
      fix: { label: 'Leave it empty', value: '' },
    });
  if (defaults.campaign.trim() && !defaults.campaign.includes('{{'))
    findings.push({
      field: 'campaign',
      level: 'advice',
      reason: 'one_campaign_for_all',
      message: 'Every campaign would start with the same name, and reports would add them together.',
      fix: { label: 'Use “{{campaign_name}}”', value: '{{campaign_name}}' },
    });
  for (const field of ['source', 'medium', 'campaign'] as const)
    if (tokensIn(defaults[field]).some((token) => token === 'automation' || token === 'step'))
      findings.push({
        field,
        level: 'advice',
        reason: 'automation_only',
        message:
          'Campaigns belong to no automation: this has no value there, and has to be replaced before one is sent.',
      });
  return findings;
}
