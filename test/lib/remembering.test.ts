import { expect, it } from 'vitest';
import { remembering } from '~/lib/remembering';

it('answers a question once, also where the answer is nothing, and forgets the oldest beyond what it may keep', () => {
  const asked: string[] = [];
  const answerTo = remembering(2, (question) => {
    asked.push(question);
    return question === 'b' ? undefined : question.length;
  });
  for (const question of ['a', 'b', 'a', 'b', 'cc', 'b', 'a']) {
    expect(answerTo(question)).toBe(question === 'b' ? undefined : question.length);
  }
  expect(asked).toEqual(['a', 'b', 'cc', 'a']);
});
