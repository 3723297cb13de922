import { useRevalidator } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import type { Channel } from '~/channels/channel';
import { AudienceSentence } from '~/ui/audience-sentence';
import { RadioCards } from '~/ui/radio-cards';
import { useAudienceCount } from '~/ui/use-audience-count';

interface Segment {
  id: string;
  name: string;
}

interface SegmentPickerProps {
  segments: Segment[];
  channel: Channel;
  selected: string;
  onSelect: (segment: Segment) => void;
  error: string | undefined;
}

const MANY = 8;

/** The shop's segments; the chosen one says how many people it reaches. */
export function SegmentPicker({ segments, channel, selected, onSelect, error }: SegmentPickerProps) {
  const [search, setSearch] = useState('');
  const { count, again } = useAudienceCount(
    segments.some(({ id }) => id === selected) ? selected : undefined,
    channel,
  );
  if (segments.length === 0) return <NoSegments />;
  const wanted = search.trim().toLowerCase();
  const shown = segments.filter(({ id, name }) => id === selected || name.toLowerCase().includes(wanted));
  const gone = selected !== '' && !segments.some(({ id }) => id === selected);
  return (
    <Card>
      <BlockStack gap="400">
        {gone && (
          <Banner tone="warning">
            The segment chosen before no longer exists in Shopify. Choose another one.
          </Banner>
        )}
        {segments.length > MANY && (
          <TextField
            type="search"
            label="Search segments"
            labelHidden
            placeholder="Search segments"
            value={search}
            onChange={setSearch}
            autoComplete="off"
          />
        )}
        <RadioCards
          name="segmentId"
          legend="Segment"
          selected={selected}
          onSelect={(id) => {
            const segment = segments.find((candidate) => candidate.id === id);
            if (segment) onSelect(segment);
          }}
          error={error}
          cards={shown.map(({ id, name }) => ({
            value: id,
            label: name,
            detail: id === selected && <AudienceSentence count={count} channel={channel} again={again} />,
          }))}
        />
        {shown.length === 0 && (
          <Text as="p" tone="subdued">
            {`No segment is called “${search.trim()}”.`}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

function NoSegments() {
  return (
    <Card>
      <EmptyState
        heading="Your shop has no segments yet"
        image="/empty-campaigns.svg"
        action={{ content: 'Create a segment', url: 'shopify://admin/customers/segments', target: '_top' }}
      >
        <Text as="p">
          A segment is a saved group of customers, such as everybody who agreed to e-mail marketing. Create
          one in Shopify, then come back: this draft waits for you.
        </Text>
      </EmptyState>
    </Card>
  );
}

/** Shopify gave no answer; the draft keeps what was chosen. */
export function SegmentsUnavailable() {
  const { revalidate, state } = useRevalidator();
  return (
    <Banner
      tone="critical"
      title="The segments could not be read from Shopify"
      action={{ content: 'Try again', onAction: revalidate, loading: state === 'loading' }}
    >
      <Text as="p">The draft is saved as it is. You can also go on later.</Text>
    </Banner>
  );
}
