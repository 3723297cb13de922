export const PRESETS = ['1', '7', '30', '90', '365'] as const;
export type Preset = (typeof PRESETS)[number];

export const presetLabel: Record<Preset, string> = {
  '1': 'Today',
  '7': 'Last 7 days',
  '30': 'Last 30 days',
  '90': 'Last 90 days',
  '365': 'Last 365 days',
};

/** What a period is set beside. */
export const COMPARISONS = ['previous', 'year', 'none'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const comparisonLabel: Record<Comparison, string> = {
  previous: 'The period before',
  year: 'The year before',
  none: 'Nothing',
};
