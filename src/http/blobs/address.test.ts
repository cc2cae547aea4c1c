import { expect, test } from 'vitest';
import { parseBlobUri } from './address.ts';

const store = 'azureml-blobstore';
const scope = 'azureml://subscriptions/s/resourcegroups/g/workspaces/w';

test.each([
  [`${scope}/datastores/workspaceblobstore/paths/LocalUpload/ab/model`, store, 'LocalUpload/ab/model'],
  ['azureml://datastores/workspaceblobstore/paths/a/b c/', store, 'a/b c'],
  ['https://h:1/blobs/con/dir/file%20x?sig=1', 'con', 'dir/file x'],
  ['http://h/blobs/con/dir/', 'con', 'dir'],
  [`https://h:1/teal.blob.core.windows.net/${store}/LocalUpload/ab/code`, store, 'LocalUpload/ab/code'],
  [`https://h:1/${store}/LocalUpload/ab/context/`, store, 'LocalUpload/ab/context'],
  ['http://h/blobs/con/50%', 'con', '50%'],
])('%s names a blob', (uri, container, path) => {
  expect(parseBlobUri(uri)).toEqual({ container, path });
});

test.each([
  'azureml://datastores/another/paths/a',
  'https://example.com/model',
  'runs:/1/model',
  'http://h/blobs/con',
  '',
])('%s names none', (uri) => {
  expect(parseBlobUri(uri)).toBeUndefined();
});
