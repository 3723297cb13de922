import { attribution, attributionModels, attributionRecomputation } from './attribution/index.ts';
import { automations } from './automations/index.ts';
import { runBench, type Bench } from './bench.ts';
import { faults } from './faults/index.ts';
import { intake, intakeBacklog, intakeDoors, intakeMemory } from './intake/index.ts';
import { reports } from './reports/index.ts';
import { sending, sendingKills } from './sending/index.ts';
import { tagging } from './tagging.ts';

const BENCHES: Record<string, Bench> = {
  tagging,
  attribution,
  'attribution-models': attributionModels,
  'attribution-recomputation': attributionRecomputation,
  automations,
  intake,
  'intake-doors': intakeDoors,
  'intake-backlog': intakeBacklog,
  'intake-memory': intakeMemory,
  faults,
  sending,
  'sending-kills': sendingKills,
  reports,
};

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (bench) await runBench(name, bench);
else {
  console.error(`usage: npm run -s bench -- ${Object.keys(BENCHES).join('|')}`);
  process.exitCode = 2;
}
