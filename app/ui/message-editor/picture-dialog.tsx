import {
  Banner,
  BlockStack,
  Button,
  Checkbox,
  DropZone,
  InlineStack,
  Modal,
  ProgressBar,
  Text,
  TextField,
} from '@shopify/polaris';
import type { Editor } from '@tiptap/react';
import { useEffect, useRef, useState } from 'react';
import { MOST_ALT_LENGTH, PICTURE_TYPES, pictureRefusalInWords, whyNotSent } from '~/shopify/picture';
import { insertBlock } from './insert-block';
import { sendPicture } from './send-picture';

/** What the dialog begins with: a picture that was pasted or dropped, or the one that is selected. */
export interface OpenPicture {
  file?: File;
  src?: string;
  alt?: string;
}

/** E-mails are shown about so wide; a mail program that knows no maximum takes a picture's own width. */
const WIDEST = 600;

/** The picture that is selected, to be changed; empty where none is. */
export function chosenIn(editor: Editor): OpenPicture {
  if (!editor.isActive('image')) return {};
  const { src, alt } = editor.getAttributes('image');
  return { src: String(src ?? ''), alt: String(alt ?? '') };
}

interface PictureDialogProps {
  editor: Editor;
  opened: OpenPicture;
  /** Whether pictures may be put into the shop's files. */
  uploads: boolean;
  onClose: () => void;
}

/** Puts a picture in: a file of the merchant, which goes to the shop's files, or one that has an address already. */
export function PictureDialog({ editor, opened, uploads, onClose }: PictureDialogProps) {
  const [file, setFile] = useState(opened.file);
  const [src, setSrc] = useState(opened.src ?? '');
  const [alt, setAlt] = useState(opened.alt ?? '');
  const [decoration, setDecoration] = useState(opened.src !== undefined && !opened.alt);
  const [tried, setTried] = useState(false);
  const { share, failure, send, stop, forget } = useSending();
  const isChange = opened.src !== undefined;
  const sending = share !== undefined;
  const wrong = {
    file: file && uploads ? whyNotSent(file) : undefined,
    src: !file && !/^https?:\/\/\S+$/i.test(src.trim()),
    alt: !decoration && alt.trim() === '',
  };

  const close = () => {
    stop();
    onClose();
    editor.commands.focus();
  };
  const put = (attrs: { src: string; width?: number }) => {
    const all = { ...attrs, alt: decoration ? '' : alt.trim() };
    if (isChange) editor.chain().focus().updateAttributes('image', all).run();
    else insertBlock(editor, { type: 'image', attrs: all });
    onClose();
  };
  const save = async () => {
    setTried(true);
    if (wrong.file || wrong.src || wrong.alt || (file && !uploads)) return;
    if (!file) return put({ src: src.trim() });
    const sent = await send({ file, alt: decoration ? '' : alt.trim() });
    if (sent) put({ src: sent.src, width: Math.min(sent.width, WIDEST) });
  };
  const choose = ([chosen]: File[]) => {
    forget();
    if (chosen) setFile(chosen);
  };

  return (
    <Modal
      open
      onClose={close}
      title={isChange ? 'Change the picture' : 'Add a picture'}
      primaryAction={{
        content: isChange ? 'Change picture' : 'Add picture',
        loading: sending,
        onAction: () => void save(),
      }}
      secondaryActions={[{ content: 'Cancel', onAction: close }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {!uploads && (
            <Banner tone="info">
              <Text as="p">
                Sales Trail may not add files to your shop, so pictures are given by their address. Open the
                app again and allow it to upload them here.
              </Text>
            </Banner>
          )}
          {uploads && !file && (
            <DropZone
              label="Picture from your device"
              accept={PICTURE_TYPES}
              allowMultiple={false}
              onDrop={choose}
            >
              <DropZone.FileUpload
                actionTitle="Choose a picture"
                actionHint="or drop it here, or paste it into the e-mail: JPEG, PNG or GIF, at most 5 MB"
              />
            </DropZone>
          )}
          {file && (
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <Text as="p" breakWord>
                {file.name || 'Pasted picture'}
              </Text>
              <Button
                size="slim"
                disabled={sending}
                onClick={() => {
                  forget();
                  setFile(undefined);
                }}
              >
                Choose another
              </Button>
            </InlineStack>
          )}
          {!file && (
            <TextField
              label={uploads ? 'Or its address' : 'Address of the picture'}
              value={src}
              onChange={setSrc}
              placeholder="https://"
              autoComplete="off"
              error={tried && wrong.src ? addressError(uploads) : undefined}
              helpText="Such as of a file under Content → Files in your admin."
            />
          )}
          <TextField
            label="Description"
            value={alt}
            onChange={setAlt}
            maxLength={MOST_ALT_LENGTH}
            disabled={decoration || sending}
            autoComplete="off"
            error={tried && wrong.alt ? 'Say in a few words what it shows, or tick below.' : undefined}
            helpText="Read out to those who do not see it, and shown where pictures are blocked."
          />
          <Checkbox
            label="It is decoration: there is nothing to describe"
            checked={decoration}
            disabled={sending}
            onChange={setDecoration}
          />
          <div role="status">
            <Told
              share={share}
              problem={wrong.file ? pictureRefusalInWords[wrong.file] : failure}
              noUploads={file !== undefined && !uploads}
            />
          </div>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

const addressError = (uploads: boolean) =>
  `${uploads ? 'Choose a picture, or enter' : 'Enter'} an address that begins with https://`;

/** How far it is, or what is wrong. */
function Told({
  share,
  problem,
  noUploads,
}: {
  share: number | undefined;
  problem: string | undefined;
  noUploads: boolean;
}) {
  if (share !== undefined)
    return (
      <BlockStack gap="200">
        <ProgressBar progress={Math.round(share * 100)} size="small" ariaLabelledBy="picture-progress" />
        <Text as="p" tone="subdued" id="picture-progress">
          {share < 1 ? `Sending: ${Math.round(share * 100)} %` : 'Sent. Shopify is preparing it.'}
        </Text>
      </BlockStack>
    );
  if (noUploads)
    return (
      <Banner tone="critical">
        <Text as="p">{pictureRefusalInWords.no_access}</Text>
      </Banner>
    );
  if (!problem) return null;
  return (
    <Banner tone="critical">
      <Text as="p">{problem}</Text>
    </Banner>
  );
}

/** Sends one picture at a time; leaving the page stops it. */
function useSending() {
  const [share, setShare] = useState<number>();
  const [failure, setFailure] = useState('');
  const running = useRef<AbortController>();
  useEffect(() => () => running.current?.abort(), []);
  return {
    share,
    failure,
    stop: () => running.current?.abort(),
    forget: () => setFailure(''),
    /** @returns undefined where it was stopped, or where `failure` says why not */
    send: async (picture: { file: File; alt: string }) => {
      running.current = new AbortController();
      const { signal } = running.current;
      setFailure('');
      setShare(0);
      const answer = await sendPicture(picture, setShare, signal);
      setShare(undefined);
      if (signal.aborted) return undefined;
      if (!answer.ok) setFailure(answer.text);
      return answer.ok ? answer : undefined;
    },
  };
}
