import { InlineGrid, type InlineGridProps } from '@shopify/polaris';
import { useState } from 'react';
import type { Channel } from '~/channels/channel';
import type { Finding, LintContext, TagField as TagName } from '~/tagging/linter';
import { tidyTagValue } from '~/tagging/tag-values';
import { oncePressEnds } from '~/ui/once-press-ends';
import { TagField } from '~/ui/tag-field';

const FIELDS = [
  { name: 'source', meaning: 'Where the people you write to come from, such as a list they joined.' },
  { name: 'medium', meaning: 'The way the message reaches them.' },
  { name: 'campaign', meaning: 'What it is about: one name for each launch, offer or series.' },
] as const;

const typical: Record<TagName, string[]> = {
  source: ['newsletter', 'customers', 'launch_list', 'waitlist', 'community', 'partners'],
  medium: ['email', 'sms', 'whatsapp'],
  campaign: ['black_friday', 'soft_launch', 'webinar_followup', 'cart_recovery', 'product_launch_march'],
};

type Values = Record<TagName, string>;

interface TagFieldsProps {
  /** Of what the message belongs to. */
  initiative: string;
  channel: Channel;
  values: Values;
  onChange: (some: Partial<Values>) => void;
  known: LintContext['known'];
  findings: Finding[];
  /** The tags with their tokens filled in. */
  sentAs: Values;
  /** By field, from the last attempt to send. */
  errors: Record<string, string>;
  columns?: InlineGridProps['columns'];
}

/** The three tags of a message, each with what is to be said of it and words to pick. */
export function TagFields(props: TagFieldsProps) {
  const { values, onChange, findings, sentAs } = props;
  const [touched, setTouched] = useState<Record<string, boolean>>(() =>
    // What the shop's defaults have put there is looked at before anybody touches it.
    Object.fromEntries(FIELDS.map(({ name }) => [name, values[name] !== ''])),
  );
  return (
    <InlineGrid columns={props.columns ?? { xs: 1, md: 3 }} gap="400">
      {FIELDS.map(({ name, meaning }) => {
        const change = (value: string) => onChange({ [name]: value });
        return (
          <TagField
            key={name}
            name={name}
            meaning={meaning}
            value={values[name]}
            onChange={change}
            onBlur={() => oncePressEnds(() => setTouched((was) => ({ ...was, [name]: true })))}
            findings={touched[name] ? findings.filter(({ field }) => field === name) : []}
            error={props.errors[name]}
            note={sentAs[name] === values[name] ? undefined : `Will be sent as ${sentAs[name]}`}
            chips={{
              label: 'Typical:',
              describes: `Values to pick for UTM ${name}`,
              words: suggestionsFor(name, props),
              onPick: change,
            }}
          />
        );
      })}
    </InlineGrid>
  );
}

const MANY = 8;

/** A campaign's name as a tag value may run long; a suggestion stays short and ends with a whole word. */
const SHORT = 40;
const shortened = (value: string) =>
  value.length <= SHORT ? value : value.slice(0, SHORT + 1).replace(/_[^_]*$/, '');

/**
 * For source and medium the shop's own values first, so that they stay the same; for campaign the name of this one
 * first and none that another campaign has. Then what others commonly write.
 */
function suggestionsFor(name: TagName, { channel, known, initiative }: TagFieldsProps) {
  if (name === 'campaign') {
    const taken = new Set(known.campaign.map(({ value }) => value));
    const free = [shortened(tidyTagValue(initiative)), ...typical.campaign].filter(
      (word) => !taken.has(word),
    );
    return [...new Set(free)].filter(Boolean);
  }
  const first = name === 'medium' ? [channel] : [];
  return [...new Set([...first, ...known[name].slice(0, 3), ...typical[name]])].slice(0, MANY);
}
