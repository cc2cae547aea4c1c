/** What an error of the SDK means to somebody in front of a page: what happened, what to do, and which field it is about. */
import { ArmError, ScoringError, TransportError, WaitTimeoutError } from '../../../src/sdk/errors.ts';

export type Problem = {
  readonly title: string;
  /** The service's own words. */
  readonly message: string;
  readonly advice: string | undefined;
  /** The name of the field in the body, for instance `properties.traffic`; undefined when it is about no field. */
  readonly field: string | undefined;
  /** Names the request in the server's log. */
  readonly requestId: string | undefined;
};

/** By Azure's word for the error. */
const advices: Readonly<Record<string, string>> = {
  InvalidAuthenticationToken: 'Sign in again.',
  Forbidden: 'Reload the page; if that does not help, sign in again.',
  TooManyRequests: 'Wait a moment, then try again.',
  ResourceNotFound: 'It may have been deleted meanwhile. Go back to the list.',
  ResourceExists: 'Choose another name.',
  Conflict: 'Something else is still under way. Wait until it is over, then try again.',
  PreconditionFailed: 'Somebody changed it meanwhile. Look at what is there now, then try again.',
  RequestBodyTooLarge: 'Send less at once.',
  InsufficientStorage: 'Free some space on the disk of Teal, then try again.',
  ServiceUnavailable: 'Teal is starting or busy. Try again in a moment.',
  InternalServerError: 'Try again; if it happens again, look into ~/.teal/logs for the request below.',
};

export function problemOf(error: unknown): Problem {
  if (error instanceof ArmError) return problemOfAnswer(error);
  const message = error instanceof Error ? error.message : String(error);
  const none = { message, field: undefined, requestId: undefined };
  if (error instanceof ScoringError)
    return {
      ...none,
      title: `The endpoint answered ${error.status}`,
      advice: undefined,
      requestId: error.requestId,
    };
  if (error instanceof TransportError)
    return {
      ...none,
      title: 'Teal cannot be reached',
      advice: 'Is it running? "teal status" says; "teal up" starts it.',
    };
  if (error instanceof WaitTimeoutError)
    return {
      ...none,
      title: 'It takes longer than expected',
      advice: 'It goes on by itself; look again later.',
    };
  return { ...none, title: 'Something went wrong', advice: 'Reload the page and try again.' };
}

/**
 * What each field of a form has to say, by the form's own names. `names` maps them to the fields of the body; a field is
 * meant also by what is below it (`properties.traffic.blue`). What belongs to none of them is the caller's to show.
 */
export function fieldProblems<Name extends string>(
  error: unknown,
  names: Readonly<Record<Name, string>>,
): { readonly fields: Partial<Record<Name, string>>; readonly isPlaced: boolean } {
  const fields: Partial<Record<Name, string>> = {};
  if (!(error instanceof ArmError)) return { fields, isPlaced: false };
  const said = [{ target: error.target, message: error.message }, ...error.details];
  let isPlaced = false;
  for (const { target, message } of said) {
    const name = target === undefined ? undefined : nameOf(target, names);
    if (name === undefined) continue;
    fields[name] ??= message;
    if (message === error.message) isPlaced = true;
  }
  return { fields, isPlaced };
}

/** What a `Field` needs to say that something is wrong with it; nothing when nothing is. */
export function asProblem(message: string | undefined) {
  return message === undefined ? {} : { validationState: 'error' as const, validationMessage: message };
}

function nameOf<Name extends string>(
  target: string,
  names: Readonly<Record<Name, string>>,
): Name | undefined {
  const meant = target.toLowerCase();
  for (const name in names) {
    const field = names[name].toLowerCase();
    if (meant === field || meant.startsWith(`${field}.`) || meant.startsWith(`${field}[`)) return name;
  }
  return undefined;
}

function problemOfAnswer(error: ArmError): Problem {
  return {
    title:
      error.status === 200 ? 'It failed' : error.status >= 500 ? 'Teal could not do it' : 'Teal refused it',
    message: error.message,
    advice: advices[error.code],
    field: error.target,
    requestId: error.requestId,
  };
}
