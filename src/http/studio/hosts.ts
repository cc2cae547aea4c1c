import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** Whether a Host header names this Teal. */
export type Hosts = (header: string | undefined) => boolean;

/**
 * A page of a stranger can give its own name this machine's address and so be of "the same origin" as Teal (DNS
 * rebinding). It cannot be served from a bare address, from `localhost` or from a name that is ours, so those are known;
 * whatever the port, for tunnels have others. `names` are those that a proxy in front is reached by.
 */
export function createHosts(names: readonly string[], machine = hostname()): Hosts {
  const known = new Set(['localhost', machine, ...names].map((name) => name.toLowerCase()));
  return (header) => {
    const name = nameIn(header);
    if (name === undefined) return false;
    return isIP(name.replace(/^\[|\]$/g, '')) !== 0 || known.has(name) || name.endsWith('.localhost');
  };
}

/** Without the port, in lower case; undefined when it is no host. */
function nameIn(header: string | undefined): string | undefined {
  if (header === undefined || !/^[\w.:[\]-]+$/.test(header)) return undefined;
  return URL.canParse(`http://${header}`) ? new URL(`http://${header}`).hostname : undefined;
}
