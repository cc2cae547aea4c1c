/** `node bench/metrics.ts [COUNT]`: a recorded run of 100,000 requests, what the sender saw beside what the metrics say. */
import {
  deployRecorded,
  endpoint,
  percentile,
  type Recorded,
  recordedRun,
} from '../test/support/recorded-run.ts';
import type { Json } from '../test/support/rest.ts';
import { startTeal, until } from '../test/support/teal.ts';

const count = Number(process.argv[2] ?? 100_000);
const teal = await startTeal();
try {
  const rest = await deployRecorded(teal);
  const requests = await recordedRun(rest, count);
  const ask = async (query: Record<string, string>): Promise<Json> => {
    const words = new URLSearchParams({ timespan: 'PT2H', interval: 'FULL', ...query });
    const path = `/onlineEndpoints/${endpoint}/providers/Microsoft.Insights/metrics`;
    return (await rest.call('GET', `${path}?${words}`)).body.value[0].timeseries[0]?.data[0] ?? {};
  };
  const totalOf = async (filter: string) =>
    (await ask({ metricnames: 'RequestsPerMinute', aggregation: 'Total', $filter: filter })).total ?? 0;
  await until(
    'every request in the metrics',
    () => totalOf(''),
    (total) => total >= count,
  );
  const rows: [string, number, number][] = [['requests', count, await totalOf('')]];
  const sent = (holds: (one: Recorded) => boolean) => requests.filter(holds).length;
  rows.push([
    'errors of the model',
    sent(({ status }) => status === 424),
    await totalOf("statusCode eq '424'"),
  ]);
  rows.push(['refused', sent(({ status }) => status === 401), await totalOf("statusCode eq '401'")]);
  for (const name of ['blue', 'green']) {
    const filter = `deployment eq '${name}'`;
    const own = requests.filter(({ deployment }) => deployment === name);
    rows.push([`requests of ${name}`, own.length, await totalOf(filter)]);
    for (const percent of [50, 90, 95, 99]) {
      const { average } = await ask({ metricnames: `RequestLatency_P${percent}`, $filter: filter });
      rows.push([
        `P${percent} of ${name}, ms`,
        percentile(
          own.map(({ ms }) => ms),
          percent / 100,
        ),
        average,
      ]);
    }
  }
  for (const [what, saw, says] of rows) {
    const apart = saw === 0 ? 0 : (100 * (says - saw)) / saw;
    console.log(
      `${what.padEnd(22)} ${saw.toFixed(2).padStart(12)} ${says.toFixed(2).padStart(12)} ${apart.toFixed(2)} %`,
    );
  }
} finally {
  await teal.close();
}
