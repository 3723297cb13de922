/** A pure function that remembers its last answers, `most` of them: the oldest goes first. */
export function remembering<Answer>(
  most: number,
  answerTo: (question: string) => Answer,
): (question: string) => Answer {
  const known = new Map<string, { answer: Answer }>();
  return (question) => {
    const before = known.get(question);
    if (before) return before.answer;
    const answer = answerTo(question);
    known.set(question, { answer });
    const oldest = known.keys().next();
    if (known.size > most && !oldest.done) known.delete(oldest.value);
    return answer;
  };
}
