import { Button, InlineStack, Text } from '@shopify/polaris';
import type { Channel } from '~/channels/channel';
import { capital } from '~/lib/capital';
import { type AudienceCount, heldOutOf } from '~/ui/use-audience-count';

const CONSENT: Record<Channel, string> = {
  email: 'without e-mail consent',
  sms: 'without a phone number or SMS consent',
  whatsapp: 'without a phone number or WhatsApp consent',
  voice: 'without a phone number or SMS consent, on which calls rest',
};

interface AudienceSentenceProps {
  count: AudienceCount;
  channel: Channel;
  /** 0: nobody is held out. */
  holdoutPercent: number;
  again: () => void;
}

/** In the segments → excluded → with consent: will receive it. */
export function AudienceSentence({ count, channel, holdoutPercent, again }: AudienceSentenceProps) {
  if (count.state === 'none') return null;
  if (count.state === 'counting') return <span role="status">Counting…</span>;
  if (!count.ok)
    return (
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" tone="critical">
          {count.reason === 'segment_gone'
            ? 'One of these segments no longer exists in Shopify. Choose again.'
            : 'Shopify did not answer, so the people in them could not be counted.'}
        </Text>
        {count.reason === 'not_answered' && (
          <Button variant="plain" onClick={again}>
            Count again
          </Button>
        )}
      </InlineStack>
    );
  const { inSegments, read, excluded, withoutConsent, capped, willReceive, counted } = count;
  const people = (number: number) => number.toLocaleString('en');
  const part = counted === 'all' ? '' : ` Of the first ${people(read)} that were looked at:`;
  const heldOut = heldOutOf(willReceive, holdoutPercent);
  const number = `${heldOut > 0 ? 'about ' : ''}${people(willReceive - heldOut)}`;
  return (
    <span role="status">
      {`${people(inSegments)} in the segments.${part} `}
      {excluded > 0 && `${people(excluded)} excluded, `}
      {`${people(withoutConsent)} ${CONSENT[channel]}`}
      {capped > 0 && `, ${people(capped)} at your frequency cap`}
      {heldOut > 0 && `, about ${people(heldOut)} held out`}
      {'. '}
      <Text as="span" fontWeight="semibold">
        {counted === 'all'
          ? `${capital(number)} will receive it.`
          : `${capital(number)} of these will receive it.`}
      </Text>
      {counted === 'first_pages' && ' The rest of the segments is read when it is sent.'}
    </span>
  );
}
