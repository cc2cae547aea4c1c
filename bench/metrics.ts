/**
 * `node bench/metrics.ts [COUNT [SLOW]]`: what the sender of 100,000 requests saw beside what the metrics say, and the same of
 * 5,000 slow ones: of a short time, what the client itself needs is more than a percent.
 */
import {
  brisk,
  deployRecorded,
  endpoint,
  type Pace,
  percentile,
  type Recorded,
  recordedRun,
  slow,
} from '../test/support/recorded-run.ts';
import type { Json } from '../test/support/rest.ts';
import { startTeal, until } from '../test/support/teal.ts';

const [count = 100_000, slowCount = 5000] = process.argv.slice(2).map(Number);
type Row = readonly [what: string, saw: number, says: number];

for (const [many, pace] of [
  [count, brisk],
  [slowCount, slow],
] as const) {
  const rows = await compared(many, pace);
  console.log(
    `${many} requests, ${pace.leastMs} to ${pace.leastMs + pace.spreadMs} ms: the sender, the metrics`,
  );
  for (const [what, saw, says] of rows) {
    const apart = (100 * (says - saw)) / saw;
    console.log(
      `  ${what.padEnd(22)} ${saw.toFixed(2).padStart(10)} ${says.toFixed(2).padStart(10)} ${apart.toFixed(2).padStart(7)} %`,
    );
  }
}

async function compared(many: number, pace: Pace): Promise<readonly Row[]> {
  const teal = await startTeal();
  try {
    const rest = await deployRecorded(teal);
    const requests = await recordedRun(rest, many, pace);
    const ask = async (query: Record<string, string>): Promise<Json> => {
      const words = new URLSearchParams({ timespan: 'PT2H', interval: 'FULL', ...query });
      const path = `/onlineEndpoints/${endpoint}/providers/Microsoft.Insights/metrics`;
      return (await rest.call('GET', `${path}?${words}`)).body.value[0].timeseries[0]?.data[0] ?? {};
    };
    const totalOf = async (filter: string) =>
      (await ask({ metricnames: 'RequestsPerMinute', aggregation: 'Total', $filter: filter })).total ?? 0;
    const all = await until(
      'every request',
      () => totalOf(''),
      (total) => total >= many,
    );
    const sent = (holds: (one: Recorded) => boolean) => requests.filter(holds).length;
    const rows: Row[] = [
      ['requests', many, all],
      ['errors of the model', sent(({ status }) => status === 424), await totalOf("statusCode eq '424'")],
      ['refused', sent(({ status }) => status === 401), await totalOf("statusCode eq '401'")],
    ];
    for (const name of ['blue', 'green']) {
      const filter = `deployment eq '${name}'`;
      const own = requests.filter(({ deployment }) => deployment === name);
      rows.push([`requests of ${name}`, own.length, await totalOf(filter)]);
      for (const percent of [50, 90, 95, 99]) {
        const { average } = await ask({ metricnames: `RequestLatency_P${percent}`, $filter: filter });
        const saw = percentile(
          own.map(({ ms }) => ms),
          percent / 100,
        );
        rows.push([`P${percent} of ${name}, ms`, saw, average]);
      }
    }
    return rows;
  } finally {
    await teal.close();
  }
}
