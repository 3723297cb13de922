import { useNavigation, useSearchParams } from '@remix-run/react';
import {
  BlockStack,
  Box,
  Button,
  Form,
  InlineStack,
  OptionList,
  Popover,
  Select,
  TextField,
} from '@shopify/polaris';
import { CalendarIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import { DATE_BASES, dateBasisLabel } from '~/reports/basis';
import { comparisonLabel, COMPARISONS, presetLabel, PRESETS } from '~/ui/period-presets';
import type { ReportBarState } from '~/ui/report-query';
import { SavedViews } from '~/ui/saved-views';

type Change = Record<string, string | undefined>;

interface ReportBarProps {
  state: ReportBarState;
  /** Whether the report sets its period beside another one. */
  compares?: boolean;
  /** Why the date basis cannot be chosen; absent where it can. */
  basisFixed?: string | undefined;
}

/** Which days a report is about, what they are set beside and how days are counted; all of it lives in the address. */
export function ReportBar({ state, compares = false, basisFixed }: ReportBarProps) {
  const [, setParams] = useSearchParams();
  const loading = useNavigation().state === 'loading';
  const change = (some: Change) => setParams((was) => changed(was, some), { preventScrollReset: true });
  return (
    <InlineStack gap="300" blockAlign="start">
      <PeriodPicker key={`${state.from} ${state.to}`} state={state} onChange={change} />
      {compares && (
        <Select
          label="Compared with"
          labelInline
          options={COMPARISONS.map((value) => ({ value, label: comparisonLabel[value] }))}
          value={state.compare}
          disabled={loading}
          onChange={(compare) => change({ compare })}
        />
      )}
      <Select
        label="Counted on the"
        labelInline
        options={DATE_BASES.map((value) => ({ value, label: dateBasisLabel[value] }))}
        value={basisFixed ? 'placed' : state.basis}
        disabled={loading || basisFixed !== undefined}
        helpText={basisFixed}
        onChange={(basis) => change({ basis })}
      />
      <SavedViews />
    </InlineStack>
  );
}

function changed(was: URLSearchParams, some: Change): URLSearchParams {
  const next = new URLSearchParams(was);
  next.delete('page');
  for (const [name, value] of Object.entries(some)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

const DAYS_AT_MOST = 366;

function PeriodPicker({ state, onChange }: { state: ReportBarState; onChange: (some: Change) => void }) {
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState(state.from);
  const [to, setTo] = useState(state.to);
  const [error, setError] = useState<string>();
  const choose = (some: Change) => {
    setOpen(false);
    onChange(some);
  };
  const apply = () => {
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
    if (!(days >= 1)) return setError('Choose a first day, and a last day that does not come before it.');
    if (days > DAYS_AT_MOST) return setError(`Choose at most ${DAYS_AT_MOST} days.`);
    choose({ from, to, days: undefined });
  };
  return (
    <Popover
      active={open}
      onClose={() => setOpen(false)}
      preferredAlignment="left"
      activator={
        <Button
          icon={CalendarIcon}
          disclosure
          accessibilityLabel={`Period: ${state.label}`}
          ariaExpanded={open}
          onClick={() => setOpen((was) => !was)}
        >
          {state.label}
        </Button>
      }
    >
      <Popover.Pane fixed>
        <OptionList
          title="Period"
          options={PRESETS.map((value) => ({ value, label: presetLabel[value] }))}
          selected={state.preset ? [state.preset] : []}
          onChange={([days]) => choose({ days, from: undefined, to: undefined })}
        />
      </Popover.Pane>
      <Popover.Pane fixed>
        <Box padding="300" borderBlockStartWidth="025" borderColor="border-secondary">
          <Form onSubmit={apply}>
            <BlockStack gap="200">
              <TextField
                label="First day"
                type="date"
                autoComplete="off"
                value={from}
                onChange={setFrom}
                error={error}
              />
              <TextField label="Last day" type="date" autoComplete="off" value={to} onChange={setTo} />
              <Button submit>Apply</Button>
            </BlockStack>
          </Form>
        </Box>
      </Popover.Pane>
    </Popover>
  );
}
