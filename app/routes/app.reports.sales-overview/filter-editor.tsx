import { useFetcher, useNavigation, useSearchParams } from '@remix-run/react';
import { BlockStack, Box, Button, Card, Collapsible, Form, InlineStack, Text } from '@shopify/polaris';
import { useEffect, useId, useState } from 'react';
import {
  type Condition,
  type Filter,
  MOST_CONDITIONS,
  MOST_GROUPS,
  writeFilter,
} from '~/reports/sales-overview/filter';
import type { FilterChoice } from '~/reports/sales-overview/filter-choices.server';
import { ConditionFields } from './condition-fields';

interface FilterEditorProps {
  filter: Filter;
  /** The same in words; null where nothing is filtered. */
  text: string | null;
}

const FIRST: Condition = { field: 'channel', is: true, value: 'email' };

/** Which credits are counted: groups of conditions that all have to be met, of which one group is enough. */
export function FilterEditor({ filter, text }: FilterEditorProps) {
  const [open, setOpen] = useState(false);
  const [groups, setGroups] = useState(filter);
  const [, setParams] = useSearchParams();
  const choices = useChoices(open);
  const loading = useNavigation().state === 'loading';
  const id = useId();
  const apply = (next: Filter) => {
    setGroups(next);
    setParams(
      (was) => {
        const params = new URLSearchParams(was);
        if (next.length > 0) params.set('where', writeFilter(next));
        else params.delete('where');
        return params;
      },
      { preventScrollReset: true },
    );
  };
  const change = (place: number, group: readonly Condition[]) =>
    setGroups(groups.with(place, group).filter((some) => some.length > 0));
  return (
    <BlockStack gap="200">
      <InlineStack gap="300" blockAlign="center">
        <Button
          disclosure={open ? 'up' : 'down'}
          ariaExpanded={open}
          ariaControls={id}
          onClick={() => {
            if (!open && groups.length === 0) setGroups([[FIRST]]);
            setOpen(!open);
          }}
        >
          Filter
        </Button>
        {text !== null && (
          <>
            <Text as="span">{text}</Text>
            <Button variant="plain" onClick={() => apply([])}>
              Clear filter
            </Button>
          </>
        )}
      </InlineStack>
      <Collapsible id={id} open={open}>
        <Card>
          <Form onSubmit={() => apply(groups)}>
            <BlockStack gap="300">
              <Text as="p" tone="subdued">
                Credited figures count what meets the filter; sales and orders of the shop stay as they are.
              </Text>
              {groups.map((group, place) => (
                <BlockStack key={place} gap="200">
                  {place > 0 && (
                    <Text as="p" fontWeight="semibold">
                      Or
                    </Text>
                  )}
                  <Box padding="300" borderWidth="025" borderColor="border" borderRadius="200">
                    <Group
                      group={group}
                      name={groups.length > 1 ? ` of group ${place + 1}` : ''}
                      choices={choices}
                      onChange={(next) => change(place, next)}
                    />
                  </Box>
                </BlockStack>
              ))}
              <InlineStack gap="200">
                <Button
                  disabled={groups.length >= MOST_GROUPS}
                  onClick={() => setGroups([...groups, [FIRST]])}
                >
                  Or
                </Button>
                <Button submit variant="primary" loading={loading}>
                  Apply filter
                </Button>
              </InlineStack>
            </BlockStack>
          </Form>
        </Card>
      </Collapsible>
    </BlockStack>
  );
}

interface GroupProps {
  group: readonly Condition[];
  /** " of group 2": tells its fields from those of others. */
  name: string;
  choices: FilterChoice[];
  onChange: (group: readonly Condition[]) => void;
}

function Group({ group, name, choices, onChange }: GroupProps) {
  return (
    <BlockStack gap="200">
      {group.map((condition, place) => (
        <ConditionFields
          key={place}
          condition={condition}
          name={`condition ${place + 1}${name}`}
          lead={place > 0 ? 'And' : undefined}
          choices={choices}
          onChange={(next) => onChange(group.with(place, next))}
          onRemove={() => onChange(group.toSpliced(place, 1))}
        />
      ))}
      <div>
        <Button
          variant="plain"
          disabled={group.length >= MOST_CONDITIONS}
          accessibilityLabel={`And: add a condition${name}`}
          onClick={() => onChange([...group, FIRST])}
        >
          And
        </Button>
      </div>
    </BlockStack>
  );
}

/** What can be named, fetched once somebody opens the filter. */
function useChoices(open: boolean): FilterChoice[] {
  const { load, data } = useFetcher<{ choices: FilterChoice[] }>({ key: 'filter choices' });
  useEffect(() => {
    if (open && !data) load('/app/reports/filter-choices');
  }, [open, data, load]);
  return data?.choices ?? [];
}
