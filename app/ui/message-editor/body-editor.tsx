import {
  Banner,
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  InlineError,
  InlineStack,
  SkeletonBodyText,
  Text,
} from '@shopify/polaris';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { droppedInWords, lostInBlocks } from '~/tagging/pasted-html';
import type { ContentValues } from './content-values';
import { HandDialog, BlocksDialog } from './editor-dialogs';
import { type Imported, ImportDialog } from './import-dialog';
import type { Insertion } from './insertion';

const HtmlEditor = lazy(() => import('./html-editor'));
const VisualEditor = lazy(() => import('./visual-editor'));

interface BodyEditorProps {
  values: Pick<ContentValues, 'design' | 'html'>;
  onChange: (some: Partial<ContentValues>) => void;
  onComposing: (work: Promise<void>) => void;
  insertion: Insertion;
  /** Whether pictures may be put into the shop's files. */
  uploads: boolean;
  error: string | undefined;
}

type View = 'visual' | 'html';

/** The e-mail itself: as blocks, or as HTML. While there is a design, the HTML follows it. */
export function BodyEditor({ values, onChange, onComposing, insertion, uploads, error }: BodyEditorProps) {
  const [view, setView] = useState<View>(values.html && !values.design ? 'html' : 'visual');
  const [start, setStart] = useState({ design: values.design, html: '', times: 0 });
  const [asking, setAsking] = useState<'hand' | 'blocks' | 'import'>();
  const [note, setNote] = useState('');
  const turned = useRef<string>();

  const show = (next: View) => {
    if (next === 'visual' && values.html && !values.design) return setAsking('blocks');
    if (next === 'visual') setStart({ design: values.design, html: '', times: start.times + 1 });
    setView(next);
  };
  const turnIntoBlocks = (html: string) => {
    turned.current = html;
    setStart({ design: '', html, times: start.times + 1 });
    setView('visual');
  };
  const take = ({ html, dropped, asBlocks }: Imported) => {
    setAsking(undefined);
    setNote(
      dropped.length > 0
        ? `Imported without ${droppedInWords(dropped)}: mail programs do not run or show them.`
        : 'Imported. Nothing had to be dropped.',
    );
    if (asBlocks) return turnIntoBlocks(html);
    onChange({ html, design: '' });
    setView('html');
  };
  const composed = (made: { design: string; html: string }) => {
    onChange(made);
    if (turned.current === undefined) return;
    const lost = lostInBlocks(turned.current, made.html);
    turned.current = undefined;
    if (lost.length > 0)
      setNote((was) => `${was} Turned into blocks without ${droppedInWords(lost)}.`.trim());
  };

  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <ButtonGroup variant="segmented">
          <Button size="slim" pressed={view === 'visual'} onClick={() => show('visual')}>
            Visual editor
          </Button>
          <Button size="slim" pressed={view === 'html'} onClick={() => show('html')}>
            HTML
          </Button>
        </ButtonGroup>
        <Button size="slim" onClick={() => setAsking('import')}>
          Import HTML
        </Button>
      </InlineStack>
      <div role="status">
        {note && (
          <Banner onDismiss={() => setNote('')}>
            <Text as="p">{note}</Text>
          </Banner>
        )}
      </div>
      {view === 'html' && values.design && (
        <Banner action={{ content: 'Edit the HTML by hand', onAction: () => setAsking('hand') }}>
          <Text as="p">This HTML is made by the visual editor, so it can be read here but not changed.</Text>
        </Banner>
      )}
      <div className={`st-editor${error ? ' st-editor--wrong' : ''}`}>
        <OnceInBrowser fallback={<EditorSkeleton />}>
          <Suspense fallback={<EditorSkeleton />}>
            {view === 'visual' ? (
              <VisualEditor
                key={start.times}
                design={start.design}
                html={start.html}
                onChange={composed}
                onComposing={onComposing}
                uploads={uploads}
                onFocus={(insert) => insertion.focused('html', insert)}
              />
            ) : (
              <HtmlEditor
                value={values.html}
                readOnly={values.design !== ''}
                onChange={(html) => onChange({ html })}
                onFocus={(insert) => insertion.focused('html', insert)}
              />
            )}
          </Suspense>
        </OnceInBrowser>
      </div>
      <input type="hidden" name="html" value={values.html} />
      <input type="hidden" name="design" value={values.design} />
      {error && <InlineError message={error} fieldID="html" />}
      <Text as="span" tone="subdued" id="body-help">
        Where there is no unsubscribe link, one is added at the end.
      </Text>
      <ImportDialog
        open={asking === 'import'}
        replaces={values.html.trim() !== ''}
        onClose={() => setAsking(undefined)}
        onImport={take}
      />
      <HandDialog
        open={asking === 'hand'}
        onClose={() => setAsking(undefined)}
        onConfirm={() => {
          setAsking(undefined);
          onChange({ design: '' });
        }}
      />
      <BlocksDialog
        open={asking === 'blocks'}
        onClose={() => setAsking(undefined)}
        onConfirm={() => {
          setAsking(undefined);
          setNote('');
          turnIntoBlocks(values.html);
        }}
      />
    </BlockStack>
  );
}

function EditorSkeleton() {
  return (
    <Box padding="400" minHeight="360px">
      <SkeletonBodyText lines={6} />
    </Box>
  );
}

/** The editors need a browser to draw themselves in. */
function OnceInBrowser({ children, fallback }: { children: ReactNode; fallback: ReactNode }) {
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  return inBrowser ? children : fallback;
}
