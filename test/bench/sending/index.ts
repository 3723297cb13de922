import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type AppEnvironment, startApp } from '../../support/running-app.ts';
import { killSenders } from '../../support/kill-senders.ts';
import { startSmtpEnd } from '../../support/smtp-end.ts';
import { appEnvironment, buildApp } from '../app-environment.ts';
import { atLeast, atMost, type Bench, type Result, told } from '../bench.ts';
import { answerOf, endChild, startChild, startTelling } from '../child-process.ts';
import { type DatabaseServer, startDatabaseServer } from '../database-server.ts';
import type { Expansion } from './expander.ts';

const CONTACTS = 100_000;
const BARE_MAILS = 10_000;
/** After so many mails of a worker its rate is measured, over so many. */
const WARM_UP = 3_000;
const MEASURED = 15_000;
const LOOK_EVERY_MS = 20;

const KILLS = 50;
const DELIVERIES = 10_000;

const here = (file: string) => new URL(file, import.meta.url);

/** How fast a campaign is expanded, and sent by one worker and by two, to an end in a process of its own. */
export const sending: Bench = async (progress) => {
  progress('building the app');
  await buildApp();
  const server = await startDatabaseServer(progress);
  try {
    const url = await server.create();
    const environment = appEnvironment(url, 0);
    const end = await startSmtpProcess(environment);
    try {
      const settings = { ...environment, SMTP_URL: end.url };
      const expanded = await expand(settings, progress);
      return [...expanded, ...(await deliver(end.process, settings, url, progress))];
    } finally {
      await endChild(end.process);
    }
  } finally {
    await server.stop();
  }
};

/** The first message of the end is its address. */
async function startSmtpProcess(
  environment: AppEnvironment,
): Promise<{ process: ChildProcess; url: string }> {
  const { child, first } = await startTelling<string>(here('smtp-end-process.ts'), environment);
  return { process: child, url: first };
}

async function expand(environment: AppEnvironment, progress: (line: string) => void): Promise<Result[]> {
  const child = await startChild(here('expander.ts'), environment);
  try {
    progress(`expanding to ${CONTACTS} contacts`);
    child.send(CONTACTS);
    const { seconds, early, half, end, most } = await answerOf<Expansion>(child);
    progress(
      `expanded in ${seconds.toFixed(1)} s, ${early.held.toFixed(0)} to ${end.held.toFixed(0)} MB held`,
    );
    return [
      atMost(`expand and queue ${CONTACTS} contacts`, seconds, 60, 'seconds'),
      told('expand: contacts', CONTACTS / seconds, 'per second'),
      told('expand: memory held after the first tenth', early.held, 'MB'),
      told('expand: memory held at the end', end.held, 'MB'),
      atMost('expand: memory held, the end over the first tenth', end.held / early.held, 1.1, 'ratio'),
      told('expand: the process after half', half.process, 'MB RSS'),
      told('expand: the process at the end', end.process, 'MB RSS'),
      told('expand: the most memory', most, 'MB RSS'),
      atMost('expand: the process, the end over the half', end.process / half.process, 1.1, 'ratio'),
    ];
  } finally {
    await endChild(child);
  }
}

async function deliver(
  end: ChildProcess,
  environment: AppEnvironment,
  databaseUrl: string,
  progress: (line: string) => void,
): Promise<Result[]> {
  const bare = await bareRate(environment);
  progress(`bare client: ${bare.toFixed(0)}/s`);
  const before = (await countOf(end)).all;
  const one = await rateOf(1, end, environment);
  progress(`one worker: ${one.toFixed(0)}/s`);
  const two = await rateOf(2, end, environment);
  progress(`two workers: ${two.toFixed(0)}/s`);
  const after = await countOf(end);
  const database = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const { rows } = await database.query<{ state: string; count: number }>(
    'SELECT state, count(*)::int FROM delivery GROUP BY state',
  );
  await database.end();
  const inState = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
  return [
    told('deliver: the SMTP client alone, without database', bare, 'e-mails per second'),
    atLeast('deliver: one worker', one, 500, 'e-mails per second'),
    told('deliver: two workers', two, 'e-mails per second'),
    told('deliver: two workers over one', two / one, 'ratio'),
    told('deliver: one worker over the client alone', one / bare, 'ratio'),
    atMost('deliver: taken and not noted as sent', after.all - before - inState('sent'), 0, 'deliveries'),
    atMost('deliver: people written to twice', after.all - after.people, 0, 'people'),
    atMost('deliver: unknown or failed', inState('unknown') + inState('failed'), 0, 'deliveries'),
  ];
}

async function bareRate(environment: AppEnvironment): Promise<number> {
  const child = await startChild(here('bare-sender.ts'), environment);
  try {
    child.send(BARE_MAILS);
    return await answerOf<number>(child);
  } finally {
    await endChild(child);
  }
}

/** Workers started together and stopped together, the rate measured in the middle. */
async function rateOf(count: number, end: ChildProcess, environment: AppEnvironment): Promise<number> {
  const start = (await countOf(end)).all;
  const workers = await Promise.all(
    Array.from({ length: count }, () => startApp(environment, ['--worker-only'])),
  );
  try {
    const reached = async (mails: number) => {
      for (;;) {
        const { all } = await countOf(end);
        if (all - start >= mails) return { all, at: performance.now() };
        await wait(LOOK_EVERY_MS);
      }
    };
    const first = await reached(WARM_UP * count);
    const last = await reached(WARM_UP * count + MEASURED);
    return ((last.all - first.all) / (last.at - first.at)) * 1_000;
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

async function countOf(end: ChildProcess): Promise<{ all: number; people: number }> {
  end.send('count');
  return answerOf(end);
}

/** Worker processes killed while they send: what did the provider get twice, and what never? */
export const sendingKills: Bench = async (progress) => {
  const server = await startDatabaseServer(progress);
  try {
    return await kill(server, progress);
  } finally {
    await server.stop();
  }
};

async function kill(server: DatabaseServer, progress: (line: string) => void): Promise<Result[]> {
  const end = await startSmtpEnd();
  const url = await server.create();
  const environment = { ...appEnvironment(url, 0), SMTP_URL: end.url };
  const child = await startChild(here('expander.ts'), environment);
  child.send(DELIVERIES);
  await answerOf<Expansion>(child);
  await endChild(child);
  const database = new pg.Pool({ connectionString: url, max: 1 });
  try {
    const report = await killSenders(
      { kills: KILLS, deliveries: DELIVERIES },
      end,
      database,
      { ...process.env, ...environment },
      progress,
    );
    return [
      told('kills', report.kills, 'SIGKILL to a worker'),
      told('deliveries', report.deliveries, 'deliveries'),
      atMost('duplicates at the provider', report.duplicates, 0, 'deliveries'),
      atMost('missing', report.missing, 0, 'deliveries'),
      atMost('said to be sent, and never taken', report.invented, 0, 'deliveries'),
      told('shown as unknown', report.unknown, 'deliveries'),
      told('of those, taken by the provider', report.unknownTaken, 'deliveries'),
    ];
  } finally {
    await database.end();
    await end.stop();
  }
}
