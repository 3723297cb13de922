import { BlockStack, Card, InlineGrid, Tag, TextField, InlineStack } from '@shopify/polaris';
import { LINK_MEDIA } from '~/tagging/linter';
import { resolveTagTokens } from '~/tagging/tag-tokens';
import { tidyTagValue } from '~/tagging/tag-values';
import type { AddressFinding } from '~/links/tracking-link';
import { AddressField } from '~/ui/address-field';
import { type LinkFacts, type LinkValues, tokensOfLink } from '~/ui/link-values';
import { oncePressEnds } from '~/ui/once-press-ends';
import { TagField } from '~/ui/tag-field';
import { CardHeading } from '~/ui/card-heading';

interface LinkCardsProps {
  values: LinkValues;
  facts: LinkFacts;
  isNew: boolean;
  findings: (Omit<AddressFinding, 'field'> & { field: string })[];
  /** By field, from the last attempt to save. */
  errors: Record<string, string>;
  onChange: (some: Partial<LinkValues>) => void;
  onLeave: (field: keyof LinkValues) => void;
}

const TAGS = [
  {
    name: 'source',
    meaning: 'Where you share the link: the network, site, person or print that shows it.',
    words: ['instagram', 'facebook', 'tiktok', 'youtube', 'flyer', 'packaging'],
  },
  {
    name: 'medium',
    meaning:
      'The way it reaches people: social for posts and profiles, qr for a code to scan, print for an address to type, referral for other sites, influencer or affiliate for people who are paid.',
    words: LINK_MEDIA,
  },
  {
    name: 'campaign',
    meaning: 'What it is about: one name for each launch, offer or series.',
    words: [],
  },
] as const;

/** What a tracking link is, where it leads, its tags, and how long it does. */
export function LinkCards(props: LinkCardsProps) {
  return (
    <>
      <DestinationCard {...props} />
      <TagsCard {...props} />
      <LifetimeCard {...props} />
    </>
  );
}

function DestinationCard({ values, facts, isNew, findings, errors, onChange, onLeave }: LinkCardsProps) {
  const groups = facts.groups.filter((group) => group !== values.groupName).slice(0, 6);
  return (
    <Card>
      <BlockStack gap="400">
        <TextField
          label="Name"
          id="name"
          value={values.name}
          onChange={(name) => onChange({ name })}
          maxLength={120}
          autoComplete="off"
          helpText="For you alone: lists, reports and receipts call the link this."
          error={errors.name}
        />
        <AddressField
          name="destination"
          label="Destination"
          help={
            isNew
              ? 'The page that the link leads to. You can change it later, and the short link stays the same.'
              : 'You can change it: the short link and its QR code stay the same and lead to the new page at once.'
          }
          placeholder={`${facts.shop.storefrontUrl.replace(/\/$/, '')}/products/…`}
          value={values.destination}
          onChange={(destination) => onChange({ destination })}
          onBlur={() => oncePressEnds(() => onLeave('destination'))}
          findings={ofField(findings, 'destination')}
          error={errors.destination}
        />
        <BlockStack gap="200">
          <TextField
            label="Group (optional)"
            id="groupName"
            value={values.groupName}
            onChange={(groupName) => onChange({ groupName })}
            maxLength={60}
            autoComplete="off"
            helpText="Links of one group can be listed together."
            error={errors.groupName}
          />
          {groups.length > 0 && (
            <div role="group" aria-label="Groups to pick">
              <InlineStack gap="150" blockAlign="center">
                {groups.map((group) => (
                  <Tag key={group} onClick={() => onChange({ groupName: group })}>
                    {group}
                  </Tag>
                ))}
              </InlineStack>
            </div>
          )}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function TagsCard({ values, facts, findings, errors, onChange, onLeave }: LinkCardsProps) {
  const tokens = tokensOfLink(values.name, facts);
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Tags"
          text="Small tags, called UTM values, are added to the destination. A purchase that follows a click is credited to this link. Lowercase letters and underscores keep reports tidy."
        />
        <InlineGrid columns={{ xs: 1, md: 3 }} gap="400">
          {TAGS.map(({ name, meaning, words }) => {
            const sent = resolveTagTokens(values[name], tokens).value;
            const change = (value: string) => onChange({ [name]: value });
            return (
              <TagField
                key={name}
                name={name}
                meaning={meaning}
                value={values[name]}
                onChange={change}
                onBlur={() => oncePressEnds(() => onLeave(name))}
                findings={ofField(findings, name).map((finding) => ({ ...finding, field: name }))}
                error={errors[name]}
                note={sent === values[name] ? undefined : `Is shared as ${sent}`}
                chips={{
                  label: 'Typical:',
                  describes: `Values to pick for UTM ${name}`,
                  words: suggestionsFor(name, words, values, facts),
                  onPick: change,
                }}
              />
            );
          })}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

function LifetimeCard({ values, facts, findings, errors, onChange, onLeave }: LinkCardsProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Expiry"
          text="A link that is printed or posted stays where it is, so an expired one is no dead end: it leads to your home page or the page you choose. Such clicks are counted, and no sale is credited to them."
        />
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          <TextField
            label="Last day (optional)"
            id="lastDay"
            type="date"
            value={values.lastDay}
            onChange={(lastDay) => onChange({ lastDay })}
            autoComplete="off"
            helpText={`The link expires when this day ends (${facts.zone}). Empty: never.`}
            error={errors.lastDay}
          />
          <AddressField
            name="fallbackUrl"
            label="After that, lead to (optional)"
            help="Empty: your shop’s home page."
            placeholder={facts.shop.storefrontUrl}
            value={values.fallbackUrl}
            onChange={(fallbackUrl) => onChange({ fallbackUrl })}
            onBlur={() => oncePressEnds(() => onLeave('fallbackUrl'))}
            findings={ofField(findings, 'fallbackUrl')}
            error={errors.fallbackUrl}
          />
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

const ofField = <One extends { field: string }>(findings: readonly One[], field: string): One[] =>
  findings.filter((finding) => finding.field === field);

const MANY = 8;

/** The shop's own words first, so that they stay the same; for campaign the link's name, and none that is taken. */
function suggestionsFor(
  name: (typeof TAGS)[number]['name'],
  typical: readonly string[],
  values: LinkValues,
  { known }: LinkFacts,
): string[] {
  if (name === 'campaign') {
    const own = tidyTagValue(values.name).slice(0, 40);
    return own && !known.campaign.some(({ value }) => value === own) ? [own] : [];
  }
  const shops = name === 'source' ? known.source.slice(0, 3) : [];
  return [...new Set([...shops, ...typical])].slice(0, MANY);
}
