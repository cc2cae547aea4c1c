/** What a page of Studio may load, do and tell: nothing that is not Teal's own. */
export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  return { ...fileHeaders, 'Content-Security-Policy': policy(nonce) };
}

/** Griffel, which Fluent styles with, makes style elements at run time: they show the nonce of the page. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

/** For everything that is served to a page. */
export const fileHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  // Of no use to a file, and a page has its own; instead of the one that the API's answers have.
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  // Its own pages may know where a request comes from: a browser that tells nobody sends changes with Origin "null".
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), serial=(), usb=()',
  'X-Frame-Options': 'DENY',
};
