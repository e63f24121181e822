import * as fc from 'fast-check';
import { REPLAY_ID } from '../plugin-setup.js';
import type { ModelPage, Server } from './page.js';
import type { Answer } from './settings-client.js';

/** The page is its own model: `expected` of each slot says what has to come of it. */
type Command = fc.AsyncCommand<object, ModelPage>;
type Slot = ModelPage['slots'][number];

/** A step, and the promises in progress run on after it only if it `settles`. */
function command(
  text: string,
  settles: boolean,
  run: (page: ModelPage) => void | Promise<void>,
): Command {
  return {
    check: () => true,
    toString: () => (settles ? text : `${text} and at once`),
    run: async (_, page) => {
      if (page.hasUnsettledAnswers()) await page.settle();
      await run(page);
      for (const { expected } of page.slots) expected.changed();
      checkAtOnce(page);
      if (settles) {
        await page.settle();
        checkSettled(page);
      }
      fail(page);
    },
  };
}

function fail({ faults }: ModelPage): void {
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

/** What holds also while something is under way. */
function checkAtOnce(page: ModelPage): void {
  const { slots, rrweb, faults, doubtfulLoads } = page;
  for (const expected of doubtfulLoads)
    if (!(expected.visit() ?? expected.soon()))
      faults.push('the recorder is loaded where nothing is to be recorded');
  doubtfulLoads.clear();
  if (rrweb.mostRunning() > 1) faults.push('two recorders were running');
  const isWanted = slots.some(
    ({ expected }) => expected.visit() ?? expected.soon(),
  );
  if (rrweb.isRunning() && !isWanted)
    faults.push('a recorder runs where nothing is to be recorded');
  for (const { host, expected, name } of slots) {
    const tag = tagOf(host);
    const visit = expected.visit();
    // A host that has dropped it says nothing.
    if (tag === undefined || !expected.isAttached()) continue;
    if (tag !== visit && tag !== expected.soon())
      faults.push(`${name}: ${tag} is recorded instead of ${visit}`);
  }
}

function checkSettled({ slots, rrweb, faults }: ModelPage): void {
  for (const { host, expected, name } of slots) {
    const tag = tagOf(host);
    if (tag !== expected.visit())
      faults.push(
        `${name}: ${tag} is recorded, and not ${expected.visit()}: ${host.plugin().getStatus().reason}`,
      );
  }
  for (const { expected, name } of slots)
    if (expected.visit() && expected.load() === 'none')
      faults.push(`${name}: its recorder is not loaded`);
  const isRunning = slots.some(
    ({ expected }) => expected.visit() && expected.isLoaded(),
  );
  if (rrweb.isRunning() !== isRunning)
    faults.push(`a recorder runs: ${rrweb.isRunning()}`);
}

const tagOf = ({ plugin }: Slot['host']): string | undefined =>
  plugin().getSessionReplayProperties()[REPLAY_ID];

const slot = fc.constantFrom(0, 0, 0, 1);
const settles = fc.boolean();

/** A step of one of the hosts. */
const ofHost = (
  text: string,
  run: (slot: Slot, page: ModelPage) => void | Promise<void>,
  which = slot,
): fc.Arbitrary<Command> =>
  fc
    .tuple(which, settles)
    .map(([index, settled]) =>
      command(`${['first', 'second'][index]} ${text}`, settled, (page) =>
        run(page.slots[index]!, page),
      ),
    );
const ofPage = (
  text: string,
  run: (page: ModelPage) => void | Promise<void>,
): fc.Arbitrary<Command> =>
  settles.map((settled) => command(text, settled, run));

const add = (isNew: boolean) => (slot: Slot, page: ModelPage) => {
  const { host, expected } = slot;
  const other = page.slots.find((it) => it !== slot)!;
  if (!host.add(isNew)) return;
  const isHeld = other.host.isDropped()
    ? host.plugin().getStatus().reason.includes('another')
    : other.expected.isAlone() === true;
  expected.add(!isHeld);
};

const remove = ({ host, expected }: Slot) => {
  host.remove();
  expected.remove();
};

const ANSWERS: Answer[] = [
  { sampling: { capture_enabled: true, sample_rate: 1 } },
  { sampling: {} },
  { sampling: { capture_enabled: true, sample_rate: 0.5 } },
  { sampling: { capture_enabled: true, sample_rate: 0 } },
  { sampling: { capture_enabled: false } },
  { sampling: { sample_rate: 1 } },
  {
    sampling: {
      capture_enabled: true,
      sample_rate: 1,
      min_session_duration_ms: 5_000,
    },
  },
  {
    sampling: { capture_enabled: true, sample_rate: 1 },
    maskLevel: 'conservative',
  },
  'failed',
];

const ON = ANSWERS[0]!;

export const someAnswer = fc.oneof(
  fc.constant(ON),
  fc.constantFrom(...ANSWERS),
);

const answers = fc
  .tuple(slot, settles, someAnswer)
  .map(([index, settled, answer]) =>
    command(
      `${['first', 'second'][index]} is answered ${JSON.stringify(answer)}`,
      settled,
      async (page) => {
        await page.settle();
        const { client, expected } = page.slots[index]!;
        expected.answer(answer);
        client.answer(answer as Exclude<Answer, 'silent'>);
      },
    ),
  );

const track = (text: string, differs: (slot: Slot) => object) =>
  ofHost(`tracks ${text}`, async ({ host, expected, name }, page) => {
    const { event, result } = host.track(differs({ host } as Slot));
    expected.changed();
    void result.then((tagged) => {
      const tag = Reflect.get(tagged.event_properties ?? {}, REPLAY_ID);
      const own = `${event.device_id}/${event.session_id}`;
      if (
        tag !== undefined &&
        (tag !== own || event.event_type === '$identify')
      )
        page.faults.push(`${name}: an event of ${own} bears ${String(tag)}`);
    });
    await page.settle();
    const visit = expected.visit();
    if (!expected.hasSettings() || event.event_type === '$identify') return;
    const tag = Reflect.get((await result).event_properties ?? {}, REPLAY_ID);
    if (
      (visit === `${event.device_id}/${event.session_id}`) !==
      (tag === visit && tag !== undefined)
    )
      page.faults.push(
        `${name}: an event bears ${String(tag)} during ${visit}`,
      );
  });

const WAITS_MS = [1, 50, 300, 1_500, 10_000, 61_000, 31 * 60_000];

const wait = fc.constantFrom(...WAITS_MS).map((ms) =>
  command(`wait ${ms} ms`, true, async (page) => {
    await page.settle();
    await page.environment.advance(ms);
  }),
);

const SERVERS: Server[] = ['takes', 'fails', 'is gone', 'switches off'];

/** So often as others, so that something is recorded most of the time. */
const often = <T>(step: T): T[] => [step, step, step];

/** All steps. */
export const steps: fc.Arbitrary<Command>[] = [
  ...often(ofHost('adds the plugin', add(false))),
  ofHost('adds a new plugin', add(true)),
  ofHost('removes the plugin', remove),
  ofHost('starts a session', ({ host }) => host.newSession()),
  ofHost('goes on with its session', ({ host }) => host.sameSession()),
  ofHost('goes back to its first session', ({ host }) =>
    host.setSession(host.firstSessionId),
  ),
  ofHost('changes the device', ({ host }) => host.setDevice()),
  ofHost('changes the user', ({ host }) => host.setUser()),
  ofHost('is reset', ({ host }) => {
    host.setUser();
    host.setDevice();
  }),
  ofHost('opts out', ({ host }, page) => {
    host.setOptOut(true);
    page.noteOptOuts();
  }),
  ...often(ofHost('opts in', ({ host }) => host.setOptOut(false))),
  ofPage('opt-out by another product', (page) => {
    page.shared.setOptOut(true);
    page.noteOptOuts();
  }),
  ...often(
    ofPage('opt-in by another product', ({ shared }) =>
      shared.setOptOut(false),
    ),
  ),
  answers,
  track('an event', () => ({})),
  track('an event of an older session', () => ({
    session_id: 1_700_000_000_000,
  })),
  track('$identify', () => ({ event_type: '$identify' })),
  ...['focus', 'blur', 'pagehide', 'online'].map((type) =>
    ofPage(type, ({ environment }) => environment.fire('window', type)),
  ),
  ofPage('pageshow', ({ environment }) =>
    environment.fire(
      'window',
      'pageshow',
      Object.assign(new Event('pageshow'), { persisted: true }),
    ),
  ),
  fc.boolean().chain((hidden) =>
    ofPage(hidden ? 'hidden' : 'visible', ({ environment }) => {
      environment.hidden = hidden;
      environment.fire('document', 'visibilitychange');
    }),
  ),
  ofPage('freeze', ({ environment }) => environment.fire('document', 'freeze')),
  ...often(ofPage('the page changes', ({ rrweb }) => rrweb.emit('change'))),
  ...(['now', 'late', 'fails'] as const).map((loading) =>
    ofPage(`the recorder loads ${loading}`, async (page) => {
      await page.settle();
      page.setLoading(loading);
    }),
  ),
  fc.boolean().chain((isThere) =>
    ofPage(
      isThere ? 'the recorder comes' : 'the recorder fails to come',
      async (page) => {
        await page.settle();
        page.answerLoads(isThere);
      },
    ),
  ),
  ...SERVERS.map((server) =>
    ofPage(`the server ${server}`, (page) => page.setServer(server)),
  ),
  ...often(wait),
];
