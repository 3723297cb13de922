import type { EditableMessage, Problem } from '~/campaigns/campaign';

/** The problems of each message, said of which variant where there are several; what all of them share is said once. */
export function eachVariant(
  messages: readonly EditableMessage[],
  problemsIn: (message: EditableMessage) => Problem[],
): Problem[] {
  const [only, ...others] = messages;
  if (only && others.length === 0) return problemsIn(only);
  const seen = new Set<string>();
  return messages.flatMap((message) =>
    problemsIn(message).flatMap((problem) => {
      const shared = problem.field !== undefined || problem.reason === 'voice_has_no_links';
      if (shared && seen.has(problem.message)) return [];
      seen.add(problem.message);
      return [shared ? problem : { ...problem, message: `Variant ${message.variant}: ${problem.message}` }];
    }),
  );
}
