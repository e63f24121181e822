/** Runs in the page: puts each canary in its place, when its time has come. */
import { pause } from './canary-place.js';
import { PLACES } from './canary-places.js';
import type { Area, Canary, Time } from './canary-plan.js';

/** How long a page waits between two steps that are not one task. Unit: ms. */
const STEP_MS = 40;

/** A canary on its way. */
interface Story {
  root: Element;
  /** Where it belongs. */
  home: Element;
  /** Where nothing covers it. */
  outside: Element;
  cover: () => void;
  fill: () => unknown;
}

interface Steps {
  /** Before recording begins. */
  begin: (story: Story) => void;
  /** Each inner function is a task of its own. */
  later: ((story: Story) => unknown)[];
}

const goHome = ({ root, home }: Story) => {
  // What a frame holds would not survive that.
  if (root.parentNode !== home) home.append(root);
};
const fill = (story: Story) => story.fill();
const uncovered = ({ root, outside }: Story) => outside.append(root);

const STEPS: Record<Time, Steps> = {
  'at load': {
    begin: (story) => {
      goHome(story);
      fill(story);
    },
    later: [],
  },
  'added later': {
    begin: () => {},
    later: [
      (story) => {
        if (needsDocument(story)) goHome(story);
        const filled = fill(story);
        goHome(story);
        return filled;
      },
    ],
  },
  'changed later': { begin: goHome, later: [fill] },
  'in the task that the rule begins to match': {
    begin: goHome,
    later: [
      (story) => {
        story.cover();
        return fill(story);
      },
    ],
  },
  'after the rule began to match': {
    begin: goHome,
    later: [({ cover }) => cover(), fill],
  },
  'moved into the area, then filled': {
    begin: uncovered,
    later: [
      (story) => {
        goHome(story);
        return fill(story);
      },
    ],
  },
  'filled, then moved into the area': {
    begin: uncovered,
    later: [
      (story) => {
        const filled = fill(story);
        goHome(story);
        return filled;
      },
    ],
  },
  'while detached': {
    begin: goHome,
    later: [({ root }) => root.remove(), fill, goHome],
  },
};

const namesOf = new WeakMap<Element, string>();
const stories = new Map<Time, Story[]>();

function needsDocument({ root }: Story): boolean {
  return !!PLACES.get(namesOf.get(root) ?? '')?.needsDocument;
}

function startStory(
  { place: name, area, text }: Canary,
  isCoveredLater: boolean,
  home: Element,
  outside: Element,
): Story {
  const place = PLACES.get(name);
  if (!place) throw new Error(`No place ${name}`);
  const root = place.make();
  namesOf.set(root, name);
  const cover = () => {
    const covered = area.isItself ? root : home;
    if (area.className) covered.classList.add(area.className);
  };
  if (!isCoveredLater) cover();
  return { root, home, outside, cover, fill: () => place.fill(root, text) };
}

/** Makes the elements for all canaries, and puts those in place that are there from the start. */
export async function prepare(canaries: readonly Canary[]): Promise<void> {
  const homes = new Map<string, [home: Element, outside: Element]>();
  const homesOf = (area: Area, time: Time) => {
    const key = `${area.name}, ${time}`;
    const made = homes.get(key) ?? [addBox(), addBox()];
    homes.set(key, made);
    return made;
  };
  for (const canary of canaries) {
    const { time, area } = canary;
    const isCoveredLater = time.includes('the rule beg');
    const story = startStory(canary, isCoveredLater, ...homesOf(area, time));
    STEPS[time].begin(story);
    stories.set(time, [...(stories.get(time) ?? []), story]);
  }
  await pause(STEP_MS);
}

function addBox(): Element {
  const box = document.createElement('section');
  document.body.append(box);
  return box;
}

/** Does what a time is about, for all canaries of that time at once. */
export async function run(time: Time): Promise<void> {
  const all = stories.get(time) ?? [];
  for (const step of STEPS[time].later) {
    await Promise.all(all.map(step));
    await pause(STEP_MS);
  }
}
