/** Whole messages by which people end or resume being written to, beside what the provider itself recognises. */
const STOP = new Set(
  'stop stopall unsubscribe cancel end quit optout revoke stopp abmelden abbestellen arret arrêt desabonner désabonner alto baja parar cancelar fermati annulla stoppen afmelden avsluta'.split(
    ' ',
  ),
);
const START = new Set('start unstop yes anmelden reprendre reanudar iniziare riprendi'.split(' '));

/** What a reply asks for: a message that says more than the word is a reply like any other. */
export function askedBy(text: string): 'stop' | 'start' | undefined {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[\s.!"'„“”-]+/g, '');
  if (STOP.has(word)) return 'stop';
  return START.has(word) ? 'start' : undefined;
}
