import { BlockStack, Button, InlineStack, Text } from '@shopify/polaris';
import { useDeferredValue, useMemo } from 'react';
import { finishText } from '~/messaging/compose';
import { type MergeValues } from '~/tagging/merge-tags';
import { type ForeignCharacter, foreignCharacters, madePlain, placeInWords } from '~/tagging/sms-characters';
import { distinctLinks, linksOf } from '~/ui/message-links';
import { smsCost } from '~/tagging/sms-cost';

interface SmsSizeProps {
  text: string;
  shortLink: string;
  /** Whose data fills it in. */
  as: MergeValues;
  onChange: (text: string) => void;
}

const PLACES_SHOWN = 3;

/** How many text messages the network makes of one, and which characters make it more. */
export function SmsSize({ text, shortLink, as, onChange }: SmsSizeProps) {
  const typed = useDeferredValue(text);
  const { segments, units, left, forcedBy } = useMemo(
    () => smsCost(finishText('sms', typed), as, shortLink),
    [typed, as, shortLink],
  );
  const foreign = foreignCharacters(typed);
  const replaceable = foreign.filter(({ plain }) => plain !== undefined);
  return (
    <BlockStack gap="200">
      <div role="status">
        <Text as="p">
          {`${segments === 1 ? '1 text message' : `${segments} text messages`} for each contact: ${units} characters, ${left} left.`}
        </Text>
      </div>
      {forcedBy.length > 0 && (
        <Text as="p" tone="caution" breakWord>
          {`A text message holds 70 characters instead of 160 because of: ${forcedBy.join(' ')}`}
        </Text>
      )}
      {foreign.length > 0 && (
        <BlockStack as="ul" gap="100">
          {foreign.map((one) => (
            <li key={one.character}>
              <InlineStack gap="200" blockAlign="center">
                <Text as="span" breakWord>
                  {`${shown(one.character)} at ${placesOf(one, typed)}`}
                </Text>
                {one.plain !== undefined && (
                  <Button
                    size="slim"
                    accessibilityLabel={`${one.plain === '' ? 'Leave out' : `Use ${shown(one.plain)} in place of`} ${shown(one.character)}`}
                    onClick={() => onChange(madePlain(text, [one]))}
                  >
                    {one.plain === '' ? 'Leave it out' : `Use ${shown(one.plain)}`}
                  </Button>
                )}
              </InlineStack>
            </li>
          ))}
        </BlockStack>
      )}
      {replaceable.length > 1 && (
        <InlineStack>
          <Button size="slim" onClick={() => onChange(madePlain(text, replaceable))}>
            Replace all with plain characters
          </Button>
        </InlineStack>
      )}
      <Text as="p" variant="bodySm" tone="subdued">
        Counted with a contact’s name filled in, each link as tracking sends it, and how to opt out at the
        end.
      </Text>
      <ShortLinks text={typed} shortLink={shortLink} />
    </BlockStack>
  );
}

/** Each link that tracking shortens, as it is sent. */
function ShortLinks({ text, shortLink }: { text: string; shortLink: string }) {
  const links = distinctLinks(linksOf({ subject: '', preheader: '', html: '', text }, 'sms')).filter(
    ({ skipped }) => skipped === null,
  );
  if (links.length === 0) return null;
  return (
    <BlockStack as="ul" gap="100">
      {links.map(({ url }) => (
        <li key={url}>
          <span className="st-url">{url}</span>
          <Text as="p" variant="bodySm" tone="subdued" breakWord>
            {`is sent as ${shortLink.replace(/x+$/, '…')}: ${shortLink.length} characters instead of ${[...url].length}`}
          </Text>
        </li>
      ))}
    </BlockStack>
  );
}

/** A character that shows nothing is named by its number. */
const shown = (character: string) =>
  /^[\s\p{Cf}]$/u.test(character)
    ? character === ' '
      ? 'a space'
      : `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} (invisible)`
    : character;

function placesOf({ places }: ForeignCharacter, text: string): string {
  const words = places.slice(0, PLACES_SHOWN).map((place) => placeInWords(text, place));
  const more = places.length - words.length;
  return more > 0 ? `${words.join('; ')} and ${more} more` : words.join('; ');
}
