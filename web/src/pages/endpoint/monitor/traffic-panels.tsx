import type { Percentages } from '../../../../../src/sdk/wire.ts';
import { CountPanel } from './count-panel.tsx';
import type { Frame } from './frame.ts';
import { LatencyPanel } from './latency-panel.tsx';
import { errorsQuery, requestsQuery, turnedAwayQuery } from './loader.ts';
import { SplitPanel } from './split-panel.tsx';
import type { View } from './view.ts';

type TrafficPanelsProps = {
  readonly view: View;
  readonly frame: Frame | undefined;
  readonly traffic: Percentages;
};

/** All that is about requests. */
export function TrafficPanels({ view, frame, traffic }: TrafficPanelsProps) {
  const { endpoint, range } = view;
  return (
    <>
      <CountPanel
        title="Requests per minute"
        view={view}
        query={requestsQuery(endpoint, range)}
        metric="RequestsPerMinute"
        counted="Requests"
        nothing={`No requests in the ${range.words}.`}
      />
      <LatencyPanel view={view} />
      <SplitPanel view={view} frame={frame} traffic={traffic} />
      <CountPanel
        title="Errors per minute"
        view={view}
        query={errorsQuery(endpoint, range)}
        metric="RequestsPerMinute"
        counted="Errors"
        nothing={`No errors in the ${range.words}.`}
      />
      <CountPanel
        title="Mirror copies dropped per minute"
        view={view}
        query={turnedAwayQuery(endpoint, range)}
        metric="MirrorDropsPerMinute"
        counted="Dropped"
        nothing={`Every copy for a mirror was sent in the ${range.words}, or none was due.`}
      />
      <CountPanel
        title="Throttled requests per minute"
        view={view}
        query={turnedAwayQuery(endpoint, range)}
        metric="ThrottledRequestsPerMinute"
        counted="Throttled"
        nothing={`No request was over a limit in the ${range.words}.`}
      />
    </>
  );
}
