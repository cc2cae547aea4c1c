/** What the packed SDK exports for Node.js alone, as `teal-sdk/node`. */
export { type LocalOptions, localTeal } from './local.ts';
export { PathError } from './tree.ts';
export { fromDisk } from './upload.ts';
