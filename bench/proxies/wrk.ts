/** One run of wrk: as many requests as the proxy takes, with the CPU time of the proxy beside it. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cpuSeconds, pinned } from '../processes.ts';
import { BODY, type Entrant, KEY, PATH } from './proxy.ts';

export const CONNECTIONS = 32;

export type Lap = {
  readonly perSecond: number;
  /** ms */
  readonly p50: number;
  readonly p99: number;
  /** Seconds of CPU per 100,000 requests. */
  readonly user: number;
  readonly system: number;
  /** Part of the time in which the proxy had a core: below 1 it was not what held the rest up. */
  readonly busy: number;
};

type Summary = {
  readonly requests: number;
  readonly us: number;
  readonly p50: number;
  readonly p99: number;
  readonly bad: number;
};

/** Every tenth request names its deployment; ready-made, so that wrk costs no more than without. */
const script = `
local body = '${BODY}'
local fields = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer ${KEY}" }
local named = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer ${KEY}", ["azureml-model-deployment"] = "green" }
local plain, direct, sent = nil, nil, 0
init = function(args)
  plain = wrk.format("POST", "${PATH}", fields, body)
  direct = wrk.format("POST", "${PATH}", named, body)
end
request = function()
  sent = sent + 1
  if sent % 10 == 0 then return direct end
  return plain
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('JSON {"requests":%d,"us":%d,"p50":%f,"p99":%f,"bad":%d}\\n', summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
`;

export type Wrk = { readonly path: string; readonly folder: string; readonly cores: string | undefined };

export async function lap(wrk: Wrk, proxy: Entrant, seconds: number): Promise<Lap> {
  const file = join(wrk.folder, 'post.lua');
  writeFileSync(file, script);
  const url = `http://127.0.0.1:${proxy.port}`;
  const words = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', file, url];
  const before = cpuSeconds(proxy.pid);
  const { stdout } = await promisify(execFile)(...pinned(wrk.path, words, wrk.cores));
  const after = cpuSeconds(proxy.pid);
  return lapOf(proxy.name, stdout, { user: after.user - before.user, system: after.system - before.system });
}

function lapOf(name: string, text: string, cpu: { readonly user: number; readonly system: number }): Lap {
  const summary = JSON.parse(/JSON (.*)/.exec(text)?.[1] ?? '{}') as Summary;
  if (summary.bad !== 0) throw new Error(`${name}: ${summary.bad} requests did not end well: ${text}`);
  const per = 100_000 / summary.requests;
  return {
    perSecond: summary.requests / (summary.us / 1e6),
    p50: summary.p50 / 1000,
    p99: summary.p99 / 1000,
    user: cpu.user * per,
    system: cpu.system * per,
    busy: (cpu.user + cpu.system) / (summary.us / 1e6),
  };
}
