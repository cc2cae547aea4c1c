import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Where `npm run web:dev` finds a Teal: TEAL_URL, or where one listens unless it is told otherwise. */
const control = process.env.TEAL_URL ?? 'http://127.0.0.1:8585';

/** Studio: one page and its chunks, served by the control plane; `dist/assets` has names that change with the content. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Data URLs would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // What most pages and dialogs share comes in one file instead of twenty: it packs better, and a page asks for half as
      // many. With fewer sharers, pages load what they never use.
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 16 }] } },
      // Packages mark files for React servers, which Studio has none of: a warning a file, thousands in all.
      onLog: (level, log, say) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && say(level, log),
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: Object.fromEntries(
      ['/subscriptions', '/blobs', '/studio', '/healthz'].map((path) => [path, { target: control }]),
    ),
  },
});
