/** On what it was measured, and how busy that was. */
import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';

export function machine(): string {
  const kind = cpus()[0]?.model.trim() ?? 'unknown';
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GB of memory`;
  return `${cpus().length} cores (${kind}, ${arch()}${virtual() ? ', a virtual machine' : ''}), ${memory}, ${system()}, ${type()} ${release()}, Node.js ${process.versions.node}`;
}

/** Programs ready to run, on average over 1, 5 and 15 minutes: what else went on, and the benchmark itself. */
export function load(): string {
  return loadavg()
    .map((value) => value.toFixed(1))
    .join(', ');
}

function virtual(): boolean {
  return /^flags.*\bhypervisor\b/m.test(read('/proc/cpuinfo'));
}

function system(): string {
  return /^PRETTY_NAME="?(.*?)"?$/m.exec(read('/etc/os-release'))?.[1] ?? 'unknown system';
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
