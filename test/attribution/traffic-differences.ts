const WEBMAIL = 'a mailbox is read there: a visit from it came by e-mail, not by a search';
const GONE = 'a service that is no more: it counts as the site that it was part of';

/** Cases whose own rule is not ours, by file and reason: the numbers of their lines. */
export const differences: Record<string, Record<string, number[]>> = {
  'traffic-sources/ga4_default_channel_velir.jsonl': {
    'a shop’s name alone is no sign that somebody paid: Google asks for a paid medium too': [3],
  },
  'traffic-sources/posthog_channel_rules.jsonl': {
    'nothing that says where a visit came from makes it direct': [6],
  },
  'traffic-sources/ga4_source_categories.csv': {
    [WEBMAIL]: [229, 431, 432],
    [GONE]: [91, 109, 110, 147, 286, 400, 448, 566, 792],
  },
};
