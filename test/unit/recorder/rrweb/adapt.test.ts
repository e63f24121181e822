import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  adaptRrweb,
  RRWEB_MODULE,
} from '../../../../src/recorder/rrweb/adapt.js';

const FILE = 'node_modules/@rrweb/record/dist/record.js';
const THEIRS = readFileSync(FILE, 'utf8');

it('knows the file that it changes', () => {
  expect(FILE).toMatch(RRWEB_MODULE);
});

it('takes out a good part of it', () => {
  const ours = adaptRrweb(THEIRS);
  expect(ours.length).toBeLessThan(THEIRS.length * 0.8);
  for (const name of ['MutationBuffer', 'ProcessedNodeManager'])
    expect(ours).not.toContain(`class ${name}`);
});

it('puts in what stands for it', () => {
  const ours = adaptRrweb(THEIRS);
  for (const call of [
    'record.changes.watch(',
    'record.changes.flush(',
    'record.changes.settle(',
    'record.changes.readPage(',
    'record.parts = {',
  ])
    expect(ours).toContain(call);
});

it.each([
  ['has gone', 'function slimDOMDefaults(', 'function slimDefaults('],
  [
    'is there twice',
    'class CrossOriginIframeMirror {',
    'class CrossOriginIframeMirror {}\nclass CrossOriginIframeMirror {',
  ],
  ['has another end', 'function initMoveObserver({', 'function watchMoves({'],
  ['has no enumerations', '/* @__PURE__ */ ((', '(('],
])('refuses a text in which a part %s', (_, part, instead) => {
  expect(THEIRS).toContain(part);
  expect(() => adaptRrweb(THEIRS.replaceAll(part, instead))).toThrow(
    'as this build knows it',
  );
});

it('refuses what it has changed already', () => {
  expect(() => adaptRrweb(adaptRrweb(THEIRS))).toThrow('rrweb has no');
});
