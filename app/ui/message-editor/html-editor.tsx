import { html } from '@codemirror/lang-html';
import { EditorView } from '@codemirror/view';
import CodeMirror from '@uiw/react-codemirror';

interface HtmlEditorProps {
  value: string;
  readOnly: boolean;
  onChange: (value: string) => void;
  /** Called when the editor gets the focus, with a way to put text at its cursor. */
  onFocus: (insert: (text: string) => void) => void;
}

const extensions = [
  html(),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ 'aria-label': 'HTML', 'aria-describedby': 'body-help' }),
];

/** The code editor. Tab moves on to the next field, as everywhere on the page. */
export default function HtmlEditor({ value, readOnly, onChange, onFocus }: HtmlEditorProps) {
  const insertInto = (view: EditorView) => (text: string) => {
    if (view.state.readOnly) return;
    view.dispatch(view.state.replaceSelection(text));
    view.focus();
  };
  return (
    <CodeMirror
      value={value}
      height="360px"
      readOnly={readOnly}
      indentWithTab={false}
      extensions={extensions}
      basicSetup={{ foldGutter: false, highlightActiveLine: false }}
      onChange={onChange}
      onCreateEditor={(view) => onFocus(insertInto(view))}
      onUpdate={(update) => {
        if (update.focusChanged && update.view.hasFocus) onFocus(insertInto(update.view));
      }}
    />
  );
}
