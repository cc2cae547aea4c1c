/**
 * Where a link to sign in leads: a page and its script, apart from Studio's, so that they work before it is built. The
 * script sends the secret from behind the `#` in a POST, once somebody really looks at the page: browsers may prepare
 * pages, scripts and all, that nobody opens.
 */

export const linkPath = '/studio/link';
export const linkScriptPath = '/studio/link.js';

export const linkPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Sign in - Teal Studio</title>
    <link rel="icon" href="data:," />
    <style>
      body { font: 1rem/1.6 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto 0; padding: 0 1rem; }
    </style>
  </head>
  <body>
    <h1>Teal Studio</h1>
    <p id="state" role="status">Signing in …</p>
    <p><a href="/sign-in">Sign in with the admin token instead</a></p>
    <noscript><p>Studio needs JavaScript.</p></noscript>
    <script type="module" src="${linkScriptPath}"></script>
  </body>
</html>
`;

export const linkScript = `const state = document.getElementById('state');
const link = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

async function signIn() {
  try {
    const answer = await fetch('/studio/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Teal-Studio': '1' },
      body: JSON.stringify({ link }),
    });
    const { error } = await answer.json();
    if (answer.ok) location.replace('/');
    else state.textContent = error.message;
  } catch {
    state.textContent = 'Teal does not answer. Is it running? Load the link again when it is.';
  }
}

if (link === '') state.textContent = 'There is no secret in this address; \`teal studio\` prints a whole link.';
else if (document.prerendering) document.addEventListener('prerenderingchange', signIn, { once: true });
else signIn();
`;
