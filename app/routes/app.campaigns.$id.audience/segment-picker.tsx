import { useRevalidator } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, ChoiceList, EmptyState, Text, TextField } from '@shopify/polaris';
import { type ReactNode, useState } from 'react';
import { type Audience, MOST_SEGMENTS, type Segment } from '~/campaigns/audience';

interface SegmentPickerProps {
  segments: Segment[];
  /** How many people the audience reaches. */
  countSentence: ReactNode;
  audience: Audience;
  onChange: (audience: Audience) => void;
  error: string | undefined;
}

const MANY = 8;

/** The shop's segments to include and to exclude, and how many people that reaches. */
export function SegmentPicker({ segments, countSentence, audience, onChange, error }: SegmentPickerProps) {
  const [search, setSearch] = useState('');
  const [excluding, setExcluding] = useState(audience.exclude.length > 0);
  const { include, exclude } = audience;
  const exists = ({ id }: Segment) => segments.some((segment) => segment.id === id);
  const gone = [...include, ...exclude].filter((segment) => !exists(segment));
  if (segments.length === 0) return <NoSegments />;
  const wanted = search.trim().toLowerCase();
  const found = segments.filter(({ name }) => name.toLowerCase().includes(wanted));
  const picked = (ids: string[]) => segments.filter(({ id }) => ids.includes(id));
  const list = { found, segments };
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="400">
          {gone.length > 0 && (
            <Banner
              tone="warning"
              action={{
                content: 'Leave it out',
                onAction: () =>
                  onChange({ include: include.filter(exists), exclude: exclude.filter(exists) }),
              }}
            >
              {`No longer in Shopify: ${gone.map(({ name }) => name).join(', ')}. The campaign cannot be sent as long as that is part of its audience.`}
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
          <SegmentList
            {...list}
            title="Include"
            chosen={include}
            others={exclude}
            onPick={(ids) => onChange({ ...audience, include: picked(ids) })}
            error={error}
          />
          {excluding ? (
            <SegmentList
              {...list}
              title="Exclude"
              chosen={exclude}
              others={include}
              onPick={(ids) => onChange({ ...audience, exclude: picked(ids) })}
            />
          ) : (
            <div>
              <Button variant="plain" onClick={() => setExcluding(true)}>
                Exclude segments
              </Button>
            </div>
          )}
          {found.length === 0 && (
            <Text as="p" tone="subdued">
              {`No segment is called “${search.trim()}”.`}
            </Text>
          )}
        </BlockStack>
      </Card>
      {include.length > 0 && (
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingSm">
              Who receives it
            </Text>
            <Text as="p">{countSentence}</Text>
          </BlockStack>
        </Card>
      )}
    </BlockStack>
  );
}

interface SegmentListProps {
  title: string;
  segments: Segment[];
  /** Of them, those that the search left. */
  found: Segment[];
  chosen: Segment[];
  /** Chosen in the other list. */
  others: Segment[];
  onPick: (ids: string[]) => void;
  error?: string;
}

function SegmentList({ title, segments, found, chosen, others, onPick, error }: SegmentListProps) {
  const has = (list: Segment[], id: string) => list.some((segment) => segment.id === id);
  const shown = segments.filter(({ id }) => has(found, id) || has(chosen, id));
  const full = chosen.length >= MOST_SEGMENTS;
  return (
    <ChoiceList
      title={title}
      allowMultiple
      selected={chosen.map(({ id }) => id)}
      onChange={onPick}
      error={error}
      choices={shown.map(({ id, name }) => ({
        value: id,
        label: name,
        disabled: has(others, id) || (full && !has(chosen, id)),
      }))}
    />
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
