import { type ClientActionFunctionArgs, isRouteErrorResponse } from '@remix-run/react';

/** What a form gets in place of an answer. */
export interface Unreachable {
  unreachable: true;
  saved: false;
  errors: Record<string, string>;
  problems: [];
}

/**
 * A route's `clientAction`: where the app does not answer, the page stays, with everything that was typed, and can say
 * so; otherwise Remix would put the error page in its place.
 */
export async function keepTyped({ serverAction }: ClientActionFunctionArgs): Promise<unknown> {
  try {
    return await serverAction();
  } catch (error) {
    const answered = error instanceof Response || isRouteErrorResponse(error);
    if (answered && error.status < 500) throw error;
    return { unreachable: true, saved: false, errors: {}, problems: [] } satisfies Unreachable;
  }
}

export function isUnreachable(answer: unknown): answer is Unreachable {
  return typeof answer === 'object' && answer !== null && 'unreachable' in answer;
}

/** A route's `shouldRevalidate` beside `keepTyped`: an app that does not answer is not asked for the page either. */
export function unlessUnreachable({
  actionResult,
  defaultShouldRevalidate,
}: {
  actionResult?: unknown;
  defaultShouldRevalidate: boolean;
}): boolean {
  return !isUnreachable(actionResult) && defaultShouldRevalidate;
}
