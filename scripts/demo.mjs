// `npm run demo`: installs what is missing, then lets Teal show its main job. Options are passed on to `teal demo`.
import { join } from 'node:path';
import { root, run, setUp } from './setup.mjs';

setUp();
process.exit(run(join(root, 'bin', 'teal'), ['demo', ...process.argv.slice(2)]));
