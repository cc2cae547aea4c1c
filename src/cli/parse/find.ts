/** Finds the command that the first words of a command line name. */
import type { ChapterSpec, CommandSpec, ProgramSpec } from './spec.ts';

export type Found =
  | { readonly kind: 'command'; readonly command: CommandSpec; readonly rest: readonly string[] }
  /** The words name a group; `next` lists what may follow them. */
  | {
      readonly kind: 'group';
      readonly words: readonly string[];
      readonly rest: readonly string[];
      readonly next: readonly Entry[];
      readonly summary: string;
    };

/** A word that may follow a group's words. */
export type Entry = { readonly word: string; readonly summary: string; readonly isGroup: boolean };

/** Group and command words are never abbreviated; the walk ends at the first word that is no command or at an option. */
export async function find(program: ProgramSpec, argv: readonly string[]): Promise<Found> {
  const end = argv.findIndex((word) => word.startsWith('-'));
  const typed = end < 0 ? argv : argv.slice(0, end);
  const commands = await reachable(program, typed);
  const command = commands
    .filter(({ words }) => startsWith(typed, words))
    .sort((one, other) => other.words.length - one.words.length)[0];
  if (command !== undefined) return { kind: 'command', command, rest: argv.slice(command.words.length) };
  const words = longestGroup(program.chapters, typed);
  return {
    kind: 'group',
    words,
    rest: argv.slice(words.length),
    next: await entries(program, words),
    summary: program.chapters.find((chapter) => same(chapter.words, words))?.summary || program.summary,
  };
}

/** All visible words right below a group, sorted. */
export async function entries(program: ProgramSpec, words: readonly string[]): Promise<readonly Entry[]> {
  const depth = words.length;
  const below = program.chapters.filter(
    (chapter) => chapter.words.length > depth && startsWith(chapter.words, words),
  );
  const groups = below.map(
    (chapter): Entry => ({
      word: chapter.words[depth] ?? '',
      summary: chapter.words.length === depth + 1 ? chapter.summary : '',
      isGroup: true,
    }),
  );
  const commands = (await own(program, words))
    .filter(({ hidden }) => hidden !== true)
    .map(
      (command): Entry => ({ word: command.words[depth] ?? '', summary: command.summary, isGroup: false }),
    );
  // A command that has others below it is listed as what it is itself.
  const unique = groups.filter(
    (entry, at) =>
      groups.findIndex(({ word }) => word === entry.word) === at &&
      !commands.some(({ word }) => word === entry.word),
  );
  return [...unique, ...commands].sort((one, other) => (one.word < other.word ? -1 : 1));
}

/** Every command of a program; imports all chapters. */
export async function allCommands(program: ProgramSpec): Promise<readonly CommandSpec[]> {
  return (await Promise.all(program.chapters.map(({ load }) => load()))).flat();
}

async function own(program: ProgramSpec, words: readonly string[]): Promise<readonly CommandSpec[]> {
  const chapters = program.chapters.filter((chapter) => same(chapter.words, words));
  return (await Promise.all(chapters.map(({ load }) => load()))).flat();
}

async function reachable(program: ProgramSpec, typed: readonly string[]): Promise<readonly CommandSpec[]> {
  const chapters = program.chapters.filter(({ words }) => startsWith(typed, words));
  return (await Promise.all(chapters.map(({ load }) => load()))).flat();
}

function longestGroup(chapters: readonly ChapterSpec[], typed: readonly string[]): readonly string[] {
  for (let length = typed.length; length > 0; length--) {
    const words = typed.slice(0, length);
    if (chapters.some((chapter) => startsWith(chapter.words, words))) return words;
  }
  return [];
}

function startsWith(words: readonly string[], start: readonly string[]): boolean {
  return start.every((word, at) => words[at] === word);
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && startsWith(one, other);
}
