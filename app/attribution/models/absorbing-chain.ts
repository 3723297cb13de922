/** How often journeys ended in each way. */
interface Ends {
  conversions: number;
  value: number;
  nulls: number;
}

interface State {
  /** Of its last touch; -1 at the start. */
  channel: number;
  /** Its last touches, oldest first. */
  memory: readonly number[];
  /** Where journeys went on to, by the channel of the next touch. */
  ways: Map<number, { to: number; count: number }>;
  visits: number;
  conversions: number;
  value: number;
}

/** What one journey comes to on average. */
interface Expected {
  conversions: number;
  value: number;
}

/** A Markov chain of journeys whose every walk ends; channels are numbers. */
export class AbsorbingChain {
  readonly #order: number;
  readonly #states: State[] = [];
  readonly #byMemory = new Map<string, number>();

  /** @param order how many touches a state remembers */
  constructor(order: number) {
    this.#order = order;
    this.#stateOf([]);
  }

  /** Counts journeys that took the same steps. */
  add(steps: readonly number[], ends: Ends): void {
    const count = ends.conversions + ends.nulls;
    let at = this.#states[0];
    if (at) at.visits += count;
    for (const channel of steps) {
      const way = at?.ways.get(channel);
      const to = way?.to ?? this.#stateOf([...(at?.memory ?? []), channel].slice(-this.#order));
      if (way) way.count += count;
      else at?.ways.set(channel, { to, count });
      at = this.#states[to];
      if (at) at.visits += count;
    }
    if (!at) return;
    at.conversions += ends.conversions;
    at.value += ends.value;
  }

  /** How many different steps there are from state to state: what one solution takes is in proportion to it. */
  get steps(): number {
    return this.#states.reduce((sum, { ways }) => sum + ways.size, 0);
  }

  /**
   * What a journey comes to where it ends at the touch of a removed channel: the solution of x = Q x + g over the remaining
   * states (Q the steps among them, g what each ends in). It is found from below, state by state, until nothing changes
   * any more in double precision: no term is negative, so each round adds, and rounding cannot turn back.
   */
  expectations(): (removed?: number) => Expected {
    const { from, to, chance } = this.#steps();
    const channels = Int32Array.from(this.#states, ({ channel }) => channel);
    const solve = (gain: Float64Array, removed: number | undefined): number => {
      const x = new Float64Array(channels.length);
      for (let grows = true; grows;) {
        grows = false;
        for (let state = channels.length - 1; state >= 0; state -= 1) {
          if (channels[state] === removed) continue;
          let sum = gain[state] ?? 0;
          let stays = 0;
          for (let step = from[state] ?? 0; step < (from[state + 1] ?? 0); step += 1) {
            if (to[step] === state) stays = chance[step] ?? 0;
            else sum += (chance[step] ?? 0) * (x[to[step] ?? 0] ?? 0);
          }
          const next = sum / (1 - stays);
          if (next > (x[state] ?? 0)) {
            x[state] = next;
            grows = true;
          }
        }
      }
      return x[0] ?? 0;
    };
    const perVisit = (of: 'conversions' | 'value') =>
      Float64Array.from(this.#states, (state) => (state.visits > 0 ? state[of] / state.visits : 0));
    const conversions = perVisit('conversions');
    const value = perVisit('value');
    return (removed) => ({ conversions: solve(conversions, removed), value: solve(value, removed) });
  }

  /** The steps of all states in flat lists: those of state s stand from `from[s]` to `from[s + 1]`. */
  #steps() {
    const steps = this.#states.flatMap(({ ways, visits }) =>
      [...ways.values()].map(({ to, count }) => ({ to, chance: visits > 0 ? count / visits : 0 })),
    );
    const from = new Int32Array(this.#states.length + 1);
    this.#states.forEach(({ ways }, state) => (from[state + 1] = (from[state] ?? 0) + ways.size));
    return {
      from,
      to: Int32Array.from(steps, ({ to }) => to),
      chance: Float64Array.from(steps, ({ chance }) => chance),
    };
  }

  #stateOf(memory: readonly number[]): number {
    const key = memory.join(' ');
    const known = this.#byMemory.get(key);
    if (known !== undefined) return known;
    const state = {
      memory,
      channel: memory.at(-1) ?? -1,
      ways: new Map(),
      visits: 0,
      conversions: 0,
      value: 0,
    };
    this.#byMemory.set(key, this.#states.push(state) - 1);
    return this.#states.length - 1;
  }
}
