/** What is at `/` until somebody builds Studio. */
export const unbuiltPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Teal</title>
    <link rel="icon" href="data:," />
    <style>
      body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
      code { font-size: 0.95em; }
    </style>
  </head>
  <body>
    <h1>Teal serves</h1>
    <p>Studio, its pages, is not built in this checkout. Build it and load this page again; Teal need not be restarted:</p>
    <pre><code>npm run web</code></pre>
    <p>Everything works without it: <code>teal exec -- az ml online-endpoint list</code>, <code>teal top</code>.</p>
  </body>
</html>
`;
