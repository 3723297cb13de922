import { Banner, BlockStack, Button, InlineStack, Select, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { DEFAULT_LANGUAGE, durationInWords, SPOKEN_LANGUAGES, spokenSeconds } from '~/messaging/spoken';
import { type MergeValues, renderMergeTags } from '~/tagging/merge-tags';

interface VoiceFieldsProps {
  text: string;
  voice: string;
  as: MergeValues;
  onChange: (voice: string) => void;
}

/** The language of a call, how long it lasts, and how it sounds. */
export function VoiceFields({ text, voice, as, onChange }: VoiceFieldsProps) {
  const language = voice || DEFAULT_LANGUAGE;
  const spoken = renderMergeTags(text, as, 'none');
  const seconds = spokenSeconds(spoken);
  return (
    <BlockStack gap="300">
      <Select
        label="Language of the voice"
        name="voice"
        options={[...SPOKEN_LANGUAGES]}
        value={language}
        onChange={onChange}
        helpText="The text is read as it is written, not translated."
      />
      <div role="status">
        <Text as="p">
          {seconds === 0 ? 'Nothing to say yet.' : `Takes ${durationInWords(seconds)} to say.`}
        </Text>
      </div>
      <SpokenPreview text={spoken} language={language} />
      <Banner>
        <Text as="p">
          Sales of a call cannot be tracked: a call has no links that could be clicked, so tracking stays off
          on the Summary step.
        </Text>
      </Banner>
    </BlockStack>
  );
}

/** Reads the text out with a voice of this computer; says so where it has none for the language. */
function SpokenPreview({ text, language }: { text: string; language: string }) {
  const [hasVoice, setHasVoice] = useState<boolean>();
  const [speaking, setSpeaking] = useState(false);
  useEffect(() => {
    if (!('speechSynthesis' in window)) return setHasVoice(false);
    const look = () => {
      const spoken = language.slice(0, 2);
      setHasVoice(window.speechSynthesis.getVoices().some(({ lang }) => lang.startsWith(spoken)));
    };
    look();
    window.speechSynthesis.addEventListener('voiceschanged', look);
    return () => {
      window.speechSynthesis.removeEventListener('voiceschanged', look);
      window.speechSynthesis.cancel();
    };
  }, [language]);
  const press = () => {
    window.speechSynthesis.cancel();
    if (speaking) return setSpeaking(false);
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = language;
    utterance.onend = () => setSpeaking(false);
    utterance.onerror = () => setSpeaking(false);
    setSpeaking(true);
    window.speechSynthesis.speak(utterance);
  };
  if (hasVoice === false)
    return (
      <Text as="p" tone="subdued">
        This browser has no voice for the language, so the call cannot be heard here. The provider has one.
      </Text>
    );
  return (
    <BlockStack gap="100">
      <InlineStack>
        <Button onClick={press} disabled={!hasVoice || text.trim() === ''}>
          {speaking ? 'Stop' : 'Listen'}
        </Button>
      </InlineStack>
      <Text as="p" variant="bodySm" tone="subdued">
        Spoken by a voice of this computer; the call’s own voice sounds different.
      </Text>
    </BlockStack>
  );
}
