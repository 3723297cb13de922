import { appEnvironment } from '../app-environment.ts';
import { atLeast, atMost, type Bench, told } from '../bench.ts';
import { answerOf, endChild, startChild } from '../child-process.ts';
import { startDatabaseServer } from '../database-server.ts';
import type { Report, Task } from './automator.ts';

/** `BENCH_ENROLMENTS` and `BENCH_SECONDS` make it more or less. */
const WAITING = Number(process.env.BENCH_ENROLMENTS ?? 100_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const PER_SECOND = 1_000;

/** What waiting enrolments cost, how fast those due at one moment start, and whether entering keeps up with events. */
export const automations: Bench = async (progress) => {
  const server = await startDatabaseServer(progress);
  try {
    const environment = { ...appEnvironment(await server.create(), 0), LOG_LEVEL: 'warn' };
    const child = await startChild(new URL('automator.ts', import.meta.url), environment);
    try {
      const task: Task = { waiting: WAITING, due: WAITING / 20, perSecond: PER_SECOND, seconds: SECONDS };
      progress(`running ${WAITING} enrolments and ${PER_SECOND * SECONDS} events`);
      child.send(task);
      const report = await answerOf<Report>(child);
      const events = PER_SECOND * SECONDS;
      return [
        told('a look for what is due, with none inside', report.idle, 'ms'),
        told(`a look for what is due, with ${WAITING} waiting`, report.loaded, 'ms'),
        atMost('a look with all waiting over one with none', report.loaded / report.idle, 1.5, 'ratio'),
        atMost(`start ${task.due} due at one moment`, report.startSeconds, 5, 'seconds'),
        atLeast('deliveries queued for them', report.queued, task.due, 'deliveries'),
        atLeast('events told', events / report.tellSeconds, PER_SECOND * 0.95, 'per second'),
        atMost('events not looked at when the last was told', report.left, PER_SECOND, 'events'),
        atMost('the longest that an event waited', report.lag, 5, 'seconds'),
        atLeast('contacts who entered by them', report.entered, events, 'contacts'),
      ];
    } finally {
      await endChild(child);
    }
  } finally {
    await server.stop();
  }
};
