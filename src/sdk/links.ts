/**
 * The address on our own side of a link that the service gave. Links name the address that the service listens on; a
 * client behind a proxy, a page in a browser above all, reaches it by another one. It also keeps tokens at home: nothing
 * that an answer says can send them to another host.
 */
export function rebased(base: string, link: string): string {
  if (!/^https?:\/\//i.test(link)) return `${base}${link}`;
  const { pathname, search } = new URL(link);
  const prefix = new URL(base).pathname.replace(/\/$/, '');
  const path = prefix !== '' && pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname;
  return `${base}${path}${search}`;
}

/** A base address without a slash at the end. Throws TypeError that names the setting. */
export function baseUrl(setting: string, given: string): string {
  if (/^https?:\/\/[^/]/i.test(given) && URL.canParse(given)) return given.replace(/\/+$/, '');
  throw new TypeError(
    `${setting} is '${given}'; it must be an address that begins with http:// or https://.`,
  );
}
