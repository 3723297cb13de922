import { BlockStack, Card, Text } from '@shopify/polaris';
import { EXAMPLE_CAMPAIGN, startingTags, type TagDefaults } from '~/tagging/tag-defaults';
import { resolveTags, resolveTagTokens } from '~/tagging/tag-tokens';
import { tagUrl } from '~/tagging/tag-url';

interface ExampleCardProps {
  defaults: TagDefaults;
  /** The day of sending. */
  today: string;
  storefrontUrl: string;
}

/** What the defaults make of a campaign, as they are typed. */
export function ExampleCard({ defaults, today, storefrontUrl }: ExampleCardProps) {
  const tokens = { ...EXAMPLE_CAMPAIGN, send_date: today };
  const tags = startingTags(defaults, 'email');
  const sent = resolveTags(tags, tokens);
  const link = tagUrl(storefrontUrl, sent);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Example
        </Text>
        <Text as="p" tone="subdued">
          {`“${EXAMPLE_CAMPAIGN.campaign_name}”, an e-mail to “${EXAMPLE_CAMPAIGN.segment}”, sent today`}
        </Text>
        {(['source', 'medium', 'campaign'] as const).map((name) => {
          const { missing, unknown } = resolveTagTokens(tags[name], tokens);
          return (
            <BlockStack key={name} gap="050">
              <Text as="h3" variant="bodySm" tone="subdued">{`UTM ${name}`}</Text>
              {sent[name] ? (
                <span className="st-url">{sent[name]}</span>
              ) : (
                <Text as="span">Entered in each campaign</Text>
              )}
              {missing.length + unknown.length > 0 && (
                <Text as="span" variant="bodySm" tone="caution">
                  Has to be completed before it is sent.
                </Text>
              )}
            </BlockStack>
          );
        })}
        {link.ok && (
          <BlockStack gap="050">
            <Text as="h3" variant="bodySm" tone="subdued">
              A link to your shop
            </Text>
            <span className="st-url">{link.value.url}</span>
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}
