import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { adaptRrweb } from '../../src/recorder/rrweb/adapt.js';
import { OWN_NAMES } from '../../src/own-names.js';

const RRWEB = 'node_modules/@rrweb';

const sources = (await readdir('src', { recursive: true }))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('names.ts'))
  .map((file) => join('src', file));
const trees = await Promise.all(
  [...sources, `${RRWEB}/types/dist/index.d.ts`].map(async (file) =>
    parse(await readFile(file, 'utf8')),
  ),
);
const rrweb = parse(
  adaptRrweb(await readFile(`${RRWEB}/record/dist/record.js`, 'utf8')),
);
const declarations = new Map(trees.flatMap(declarationsOf));

const own = (names: Iterable<string>): string[] => {
  const all = new Set(names);
  return OWN_NAMES.filter((name) => all.has(name));
};

it('shortens no name that is called by its text', () => {
  expect(own([rrweb, ...trees].flatMap(textsOf))).toEqual([]);
});

it('shortens no name that the page sees', () => {
  const published = trees.flatMap(exportsOfIndex);
  expect(published).toContain('SessionReplayOptions');
  expect(published).toContain('Status');
  const names = membersOf(published);
  expect(names).toContain('maxIntervalMs');
  expect(names).toContain('defaultMaskLevel');
  expect(own(names)).toEqual([]);
});

it.each([
  ['the host', ['RemoteConfigHost', 'RemoteConfigSource', 'TrackingHost']],
  [
    'another version that reads what is stored',
    ['StoredRow', 'Batch', 'Lease'],
  ],
  ['the worker of a file of its own', ['WorkerRequest', 'WorkerAnswer']],
  [
    'the file that evaluates targeting rules',
    ['TargetingNeeds', 'TargetingQuestion', 'TargetingDecision'],
  ],
  ['the player', ['eventWithTime']],
])('shortens no name that %s knows', (_, types) => {
  const names = membersOf(types);
  expect(names.size).toBeGreaterThan(1);
  expect(own(names)).toEqual([]);
});

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('it.ts', text, ts.ScriptTarget.Latest, true);
}

/** All nodes below one, without those of which `isLeftOut` says so. */
function below(
  node: ts.Node,
  isLeftOut: (node: ts.Node) => boolean = () => false,
): ts.Node[] {
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    if (!isLeftOut(child)) found.push(child, ...below(child, isLeftOut));
  });
  return found;
}

/** Texts in code, not in types. */
function textsOf(tree: ts.SourceFile): string[] {
  return below(tree, ts.isTypeNode).flatMap((node) =>
    ts.isStringLiteralLike(node) ? [node.text] : [],
  );
}

/** Types and classes, by name. */
function declarationsOf(tree: ts.SourceFile): [string, ts.Node][] {
  return tree.statements.flatMap((it) =>
    ts.isInterfaceDeclaration(it) ||
    ts.isTypeAliasDeclaration(it) ||
    (ts.isClassDeclaration(it) && it.name)
      ? [[it.name?.text ?? '', it]]
      : [],
  );
}

/** What `index.ts` hands on of other files. */
function exportsOfIndex(tree: ts.SourceFile): string[] {
  return below(tree).flatMap((node) =>
    ts.isExportSpecifier(node) ? [node.name.text] : [],
  );
}

/** Names of the members of these types, and of all the types that they name. */
function membersOf(types: string[]): Set<string> {
  const members = new Set<string>();
  const seen = new Set<string>();
  const visit = (type: string): void => {
    const declaration = declarations.get(type);
    if (!declaration || seen.has(type)) return;
    seen.add(type);
    for (const node of below(declaration, isInside)) {
      if (isMember(node)) members.add(node.name.getText());
      if (ts.isIdentifier(node)) visit(node.text);
    }
  };
  types.forEach(visit);
  return members;
}

/** What of a class nobody outside of it sees. */
function isInside(node: ts.Node): boolean {
  const isPrivate =
    ts.canHaveModifiers(node) &&
    ts
      .getModifiers(node)
      ?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
  return !!isPrivate || ts.isConstructorDeclaration(node) || ts.isBlock(node);
}

function isMember(
  node: ts.Node,
): node is ts.PropertySignature | ts.PropertyDeclaration {
  return (
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node)
  );
}
