/** What was asked for makes no sense. */
export class WrongArguments extends Error {}

/** What is read of the arguments. @throws WrongArguments with the reader's own words */
export function parsed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new WrongArguments(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Runs a command to its end and sets the exit code: what it returns, or 0; 2 on wrong arguments, with its usage; `failed`
 * where anything else goes wrong.
 */
export async function runCommand(
  name: string,
  usage: string,
  main: () => Promise<number | void>,
  failed = 1,
): Promise<void> {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const wrong = error instanceof WrongArguments;
    const message = error instanceof Error ? error.message || error.name : String(error);
    process.stderr.write(`${name}: ${message}\n${wrong ? `${usage}\n` : ''}`);
    process.exitCode = wrong ? 2 : failed;
  }
}
