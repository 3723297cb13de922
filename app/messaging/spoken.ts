/** The languages that a call is read out in, as the provider and browsers name them. */
export const SPOKEN_LANGUAGES = [
  { value: 'en-US', label: 'English (United States)' },
  { value: 'en-GB', label: 'English (United Kingdom)' },
  { value: 'de-DE', label: 'German' },
  { value: 'fr-FR', label: 'French' },
  { value: 'es-ES', label: 'Spanish' },
  { value: 'it-IT', label: 'Italian' },
  { value: 'nl-NL', label: 'Dutch' },
  { value: 'pt-BR', label: 'Portuguese (Brazil)' },
  { value: 'sv-SE', label: 'Swedish' },
  { value: 'da-DK', label: 'Danish' },
  { value: 'pl-PL', label: 'Polish' },
] as const;

export const DEFAULT_LANGUAGE = 'en-US';

/** Text to speech reads about 150 words of six characters in a minute, whatever the language; a sentence ends in a pause. */
const CHARACTERS_PER_SECOND = 15;
const PAUSE_SECONDS = 0.4;
/** A figure is read as a word. */
const CHARACTERS_OF_A_FIGURE = 4;

/** About how long reading a text out takes, in whole seconds; 0 where it is empty. */
export function spokenSeconds(text: string): number {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  if (words === '') return 0;
  const figures = words.match(/\d/g)?.length ?? 0;
  const characters = words.length + figures * (CHARACTERS_OF_A_FIGURE - 1);
  const pauses = words.match(/[.!?…:;](?=\s|$)/g)?.length ?? 0;
  return Math.max(1, Math.round(characters / CHARACTERS_PER_SECOND + pauses * PAUSE_SECONDS));
}

/** "about 45 seconds", "about 1 minute 5 seconds". */
export function durationInWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const part = (count: number, unit: string) => (count === 1 ? `1 ${unit}` : `${count} ${unit}s`);
  const parts = [
    ...(minutes ? [part(minutes, 'minute')] : []),
    ...(rest || !minutes ? [part(rest, 'second')] : []),
  ];
  return `about ${parts.join(' ')}`;
}
