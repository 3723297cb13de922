import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import {
  type ShouldRevalidateFunctionArgs,
  useLoaderData,
  useNavigation,
  useSearchParams,
  useSubmit,
} from '@remix-run/react';
import {
  Banner,
  type BannerHandles,
  BlockStack,
  Button,
  ButtonGroup,
  InlineStack,
  Modal,
  Page,
  Text,
} from '@shopify/polaris';
import { RedoIcon, UndoIcon } from '@shopify/polaris-icons';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { checkDefinition } from '~/automations/check-definition';
import { stepInWords, surroundingsOf, triggersInWords } from '~/automations/flow-words';
import { allSteps } from '~/automations/definition';
import { AutomationBadge } from '~/ui/automation-badge';
import { AutomationTabs } from '~/ui/automation-tabs';
import { BesideCards } from '~/ui/beside-cards';
import { unlessUnreachable } from '~/ui/keep-typed';
import { pageTitle } from '~/ui/page-title';
import { SaveState } from '~/ui/save-state';
import { useAutosave } from '~/ui/use-autosave';
import { act } from './act.server';
import { FlowCanvas } from './flow-canvas';
import { loadBuilder } from './load-builder.server';
import { ProblemsBanner } from './problems-banner';
import { PublishDialog } from './publish-dialog';
import { SidePanel } from './side-panel';
import { useAutomationActions } from './use-automation-actions';
import { useBuilder } from './use-builder';
import { useDryRun } from './use-dry-run';
import { usePublishing } from './use-publishing';

export { keepTyped as clientAction } from '~/ui/keep-typed';
export { PageError as ErrorBoundary } from '~/ui/page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => pageTitle(data?.name ?? 'Automation');

export const loader = (args: LoaderFunctionArgs) => loadBuilder(args);
export const action = (args: ActionFunctionArgs) => act(args);

/** What is typed here is known here already. */
export function shouldRevalidate(of: ShouldRevalidateFunctionArgs) {
  const intent = of.formData?.get('intent');
  return intent === 'autosave' || intent === 'compare' || intent === 'try' ? false : unlessUnreachable(of);
}

export default function BuilderPage() {
  const loaded = useLoaderData<typeof loader>();
  const { id, status, version } = loaded;
  const [params] = useSearchParams();
  const submit = useSubmit();
  const writing = useNavigation().state !== 'idle';
  const step = params.get('step');
  const builder = useBuilder(loaded.flow, step ? { panel: 'step', id: step } : undefined);
  const { flow } = builder;
  const [name, setName] = useState(loaded.name);
  const [removing, setRemoving] = useState<string>();
  const banner = useRef<BannerHandles>(null);

  const path = `/app/automations/${id}?index`;
  const values = { name, flow: JSON.stringify(flow), copies: JSON.stringify(builder.copies) };
  const autosave = useAutosave(values, path);
  const publishing = usePublishing(values);
  const trial = useDryRun(values);
  const actions = useAutomationActions({ id, status });

  const { copies } = builder;
  const contents = useMemo(() => withCopies(loaded.contents, copies), [loaded.contents, copies]);
  const checked = useDeferredValue(flow);
  const problems = useMemo(
    () =>
      checkDefinition(checked, {
        id,
        name,
        messages: contents,
        connected: loaded.connected,
        others: loaded.others,
        now: loaded.now,
        zone: loaded.zone,
      }),
    [checked, id, name, loaded, contents],
  );
  const around = useMemo(
    () => surroundingsOf([flow], loaded.others, loaded.currency),
    [flow, loaded.others, loaded.currency],
  );
  useUndoKeys(builder.undo, builder.redo);

  const publish = () => {
    if (problems.length > 0) return banner.current?.focus();
    autosave.markSent();
    publishing.ask();
  };
  const write = (stepId: string) => {
    autosave.markSent();
    submit({ ...values, intent: 'write', stepId }, { method: 'post', action: path });
  };
  const removed = allSteps(flow.steps).find(({ id }) => id === removing);
  return (
    <Page
      fullWidth
      title={name || loaded.name}
      titleMetadata={<AutomationBadge status={status} />}
      subtitle={version === null ? 'Not published yet' : `Version ${version} is published`}
      backAction={{ content: 'Automations', url: '/app/automations' }}
      primaryAction={{ content: 'Publish', onAction: publish }}
      secondaryActions={[
        { content: 'Dry run', id: 'card-trial', onAction: () => builder.open({ panel: 'trial' }) },
        { content: 'Settings', id: 'card-settings', onAction: () => builder.open({ panel: 'settings' }) },
        ...actions.secondaryActions,
      ]}
    >
      <BlockStack gap="400">
        <AutomationTabs id={id} selected="flow" />
        <BesideCards>
          <InlineStack align="space-between" blockAlign="center" gap="300">
            <ButtonGroup>
              <Button icon={UndoIcon} disabled={!builder.canUndo} onClick={builder.undo}>
                Undo
              </Button>
              <Button icon={RedoIcon} disabled={!builder.canRedo} onClick={builder.redo}>
                Redo
              </Button>
            </ButtonGroup>
            <SaveState autosave={autosave} />
          </InlineStack>
        </BesideCards>
        {publishing.refused && (
          <Banner tone="critical" title="It was not published">
            {publishing.refused.map(({ message }) => (
              <Text key={message} as="p">
                {message}
              </Text>
            ))}
          </Banner>
        )}
        <ProblemsBanner ref={banner} problems={problems} around={around} onOpen={builder.open} />
        <div className="st-flow-layout">
          <FlowCanvas
            builder={builder}
            around={around}
            problems={problems}
            numbers={loaded.numbers}
            onRemove={setRemoving}
          />
          <SidePanel
            builder={builder}
            facts={{ ...loaded, contents, automationName: name }}
            problems={problems}
            onName={setName}
            onWrite={write}
            writing={writing}
            onRemove={setRemoving}
            trial={trial}
          />
        </div>
        <BesideCards>
          <Text as="p" variant="bodySm" tone="subdued">
            Keys in the flow: arrows go from card to card, Alt with an arrow moves a step, Enter opens it,
            Delete removes it, Ctrl+Z takes back the last change.
          </Text>
        </BesideCards>
      </BlockStack>
      <PublishDialog
        open={publishing.open}
        onClose={publishing.close}
        changes={publishing.changes}
        triggers={triggersInWords(flow.triggers)}
        busy={publishing.busy}
        onPublish={publishing.publish}
      />
      <Modal
        open={removed !== undefined}
        onClose={() => setRemoving(undefined)}
        title={removed ? `Remove “${stepInWords(removed, around)}”?` : ''}
        primaryAction={{
          content: 'Remove step',
          destructive: true,
          onAction: () => {
            if (removing) builder.remove(removing);
            setRemoving(undefined);
          },
        }}
        secondaryActions={[{ content: 'Keep it', onAction: () => setRemoving(undefined) }]}
      >
        <Modal.Section>
          <Text as="p">
            {removed?.kind === 'if_else' && removed.yes.length + removed.no.length > 0
              ? 'What stands under its Yes and No goes with it. You can undo it.'
              : 'You can undo it.'}
          </Text>
        </Modal.Section>
      </Modal>
      {actions.confirmation}
    </Page>
  );
}

/** A copy says what it was made from says, until the page is loaded anew. */
function withCopies<T>(contents: ReadonlyMap<string, T>, copies: Record<string, string>): Map<string, T> {
  const copied = Object.entries(copies).flatMap(([copy, from]): [string, T][] => {
    const content = contents.get(from);
    return content === undefined ? [] : [[copy, content]];
  });
  return new Map([...copied, ...contents]);
}

/** Ctrl or ⌘ with Z and Y, but where text is typed. */
function useUndoKeys(undo: () => void, redo: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) return;
      if (event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]'))
        return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) undo();
      else if (key === 'y' || key === 'z') redo();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [undo, redo]);
}
