import { DomainError } from '../domain/errors.ts';

const pattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration of days to seconds (PT5S, PT0.5S, PT1M30S). Throws bad-argument with the path. */
export function parseDuration(text: string, target: string): number {
  const match = pattern.exec(text);
  if (match === null || text === 'P' || text.endsWith('T')) {
    throw new DomainError(
      'bad-argument',
      `${target} is '${text}'; it must be an ISO 8601 duration such as PT5S.`,
      { target },
    );
  }
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return Math.round(
    (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 + (seconds ?? 0) * 1000,
  );
}

/** The shortest ISO 8601 form in seconds: 5000 -> PT5S, 500 -> PT0.5S. */
export function formatDuration(milliseconds: number): string {
  return `PT${milliseconds / 1000}S`;
}
