import { BlockStack, Card } from '@shopify/polaris';
import type { Finding } from '~/tagging/linter';
import type { TagDefaults } from '~/tagging/tag-defaults';
import type { TagToken } from '~/tagging/tag-tokens';
import { TagField } from '~/ui/tag-field';
import { CardHeading } from '~/ui/card-heading';

const FIELDS: { name: keyof TagDefaults; meaning: string; tokens: TagToken[] }[] = [
  {
    name: 'source',
    meaning:
      'Where the people you write to come from. Most shops use one word for their list, such as newsletter.',
    tokens: ['segment'],
  },
  {
    name: 'medium',
    meaning: 'Left empty, this is the channel of each message: email, sms or whatsapp.',
    tokens: [],
  },
  {
    name: 'campaign',
    meaning: 'What a message is about. With a token each campaign gets a name of its own.',
    tokens: ['campaign_name', 'send_date', 'segment', 'automation', 'step'],
  },
];

interface TagDefaultsCardProps {
  values: TagDefaults;
  onChange: (some: Partial<TagDefaults>) => void;
  findings: Finding[];
  /** By field, from the last attempt to save. */
  errors: Record<string, string>;
}

/** The values that the tags of new messages start with. */
export function TagDefaultsCard({ values, onChange, findings, errors }: TagDefaultsCardProps) {
  return (
    <Card>
      <BlockStack gap="500">
        <CardHeading
          title="Tag defaults"
          text="New campaigns start with these UTM values, and each can still be changed on its Summary step. Campaigns that exist already keep theirs."
        />
        {FIELDS.map(({ name, meaning, tokens }) => {
          const change = (value: string) => onChange({ [name]: value });
          return (
            <TagField
              key={name}
              name={name}
              meaning={meaning}
              value={values[name]}
              onChange={change}
              findings={findings.filter(({ field }) => field === name)}
              error={errors[name]}
              chips={{
                label: 'Add:',
                describes: `Tokens to add to UTM ${name}`,
                words: tokens.map((token) => `{{${token}}}`),
                onPick: (written) => change(withToken(values[name], written)),
              }}
            />
          );
        })}
      </BlockStack>
    </Card>
  );
}

/** The token behind what is there, apart from it by an underscore. */
function withToken(value: string, written: string): string {
  const joint = value === '' || /[_.~+-]$/.test(value) ? '' : '_';
  return `${value}${joint}${written}`;
}
