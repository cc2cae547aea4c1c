/** What somebody has typed into the dialog so far, and what is wrong with it. */
import type { DeploymentResource, EndpointResource, Percentages } from '../../../../../src/sdk/wire.ts';
import { percentagesOf, percentText, type Share, shareOf, totalOf, typedPercent, whole } from './percent.ts';

/** The most that may be copied, in hundredths (Azure ML's rule). */
export const mostMirrored = 5000;

/** What a mirror begins with, as text. */
export const usualMirror = '10';

export type Draft = {
  /** As typed, by deployment and in their order. */
  readonly live: readonly { readonly name: string; readonly text: string }[];
  /** What was typed outlives switching it off and on. */
  readonly mirror: { readonly on: boolean; readonly to: string; readonly text: string };
  readonly reason: string;
};

/** Sentences by field; a draft without any may be sent. */
export type Flaws = {
  readonly live: Readonly<Record<string, string>>;
  readonly total?: string;
  readonly mirrorTo?: string;
  readonly mirrorPercent?: string;
  readonly reason?: string;
};

/** A split with its mirror, as the service has it. */
export type Split = { readonly traffic: Percentages; readonly mirror: Percentages };

export function splitOf({ properties }: Pick<EndpointResource, 'properties'>): Split {
  return { traffic: properties.traffic, mirror: properties.mirrorTraffic };
}

/** The dialog as it opens: what is set now, and in reserve a mirror to `proposed`. */
export function draftOf(
  split: Split,
  deployments: readonly Pick<DeploymentResource, 'name'>[],
  proposed = '',
): Draft {
  const names = deployments.map(({ name }) => name);
  const mirrored = Object.keys(split.mirror)[0];
  return {
    live: names.map((name) => ({ name, text: percentText(shareOf(split.traffic, name)) })),
    mirror: {
      on: mirrored !== undefined,
      to: mirrored ?? proposed,
      text: mirrored === undefined ? usualMirror : percentText(shareOf(split.mirror, mirrored)),
    },
    reason: '',
  };
}

/** The draft for the deployments that there are now: one that came meanwhile begins with nothing, one that went is left out. */
export function fitted(draft: Draft, deployments: readonly Pick<DeploymentResource, 'name'>[]): Draft {
  const live = deployments.map(
    ({ name }) => draft.live.find((one) => one.name === name) ?? { name, text: percentText(0) },
  );
  const isThere = live.some(({ name }) => name === draft.mirror.to);
  return { ...draft, live, mirror: isThere ? draft.mirror : { ...draft.mirror, to: '' } };
}

/** The shares that are typed; what is no number counts as nothing. */
export function typedShares({ live }: Pick<Draft, 'live'>): readonly Share[] {
  return live.map(({ name, text }) => {
    const typed = typedPercent(text);
    return { name, hundredths: 'flaw' in typed ? 0 : typed.hundredths };
  });
}

/** The draft as the service would get it. Only of a draft without flaws. */
export function wantedOf(draft: Draft): Split {
  const typed = typedPercent(draft.mirror.text, mostMirrored);
  const mirrored = draft.mirror.on && 'hundredths' in typed ? typed.hundredths : 0;
  return {
    traffic: percentagesOf(typedShares(draft)),
    mirror: percentagesOf([{ name: draft.mirror.to, hundredths: mirrored }]),
  };
}

/** Everything that the service would refuse (its own rules are in `domain/traffic.ts`), as far as the page can know. */
export function flawsOf(draft: Draft): Flaws {
  const live = Object.fromEntries(
    draft.live.flatMap(({ name, text }) => {
      const typed = typedPercent(text);
      return 'flaw' in typed ? [[name, typed.flaw]] : [];
    }),
  );
  const total = Object.keys(live).length === 0 ? totalFlaw(totalOf(typedShares(draft))) : undefined;
  const reason = reasonFlaw(draft.reason);
  return {
    live,
    ...(total === undefined ? {} : { total }),
    ...(draft.mirror.on ? mirrorFlaws(draft) : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

export function isFlawless({ live, ...rest }: Flaws): boolean {
  return Object.keys(live).length === 0 && Object.keys(rest).length === 0;
}

/** How far a total is from one that is allowed; undefined when it is. */
export function totalFlaw(total: number): string | undefined {
  if (total === 0 || total === whole) return undefined;
  const difference = percentText(Math.abs(whole - total));
  const gap = total < whole ? `${difference} % is missing` : `it is ${difference} % too much`;
  return `The total is ${percentText(total)} %; ${gap}. It must be 100 %, or 0 % to stop live traffic.`;
}

function mirrorFlaws({ live, mirror }: Draft): Pick<Flaws, 'mirrorTo' | 'mirrorPercent'> {
  const typed = typedPercent(mirror.text, mostMirrored);
  const percent =
    'flaw' in typed
      ? `${typed.flaw.replace(/\.$/, '')}; at most 50 % can be mirrored.`
      : typed.hundredths === 0
        ? 'Enter more than 0, or switch mirroring off.'
        : undefined;
  const share = typedPercent(live.find(({ name }) => name === mirror.to)?.text ?? '');
  const to =
    mirror.to === ''
      ? 'Choose the deployment that gets the copies.'
      : 'hundredths' in share && share.hundredths > 0
        ? `${mirror.to} takes live requests; a deployment has live or mirrored traffic, not both.`
        : undefined;
  return {
    ...(percent === undefined ? {} : { mirrorPercent: percent }),
    ...(to === undefined ? {} : { mirrorTo: to }),
  };
}

const longestReason = 500;
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** Why a reason cannot be kept (the rule of `arm/reason.ts`); none at all is allowed. */
export function reasonFlaw(reason: string): string | undefined {
  const text = reason.trim();
  const length = [...text].length;
  if (length > longestReason)
    return `The reason has ${length} characters; at most ${longestReason} are kept.`;
  return unprintable.test(text) ? 'The reason has a control character or a line break in it.' : undefined;
}
