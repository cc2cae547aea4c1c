import { Field, ProgressBar } from '@fluentui/react-components';
import type { UploadProgress } from '../../../../src/sdk/upload.ts';
import { sizeOf } from './size.ts';

/** How far an upload is: nothing before it begins. */
export function UploadBar({ progress }: { readonly progress: UploadProgress | undefined }) {
  if (progress === undefined) return null;
  const { sentBytes, totalBytes, sentFiles, totalFiles } = progress;
  const isAll = sentFiles === totalFiles;
  const text = isAll
    ? 'All files are there; they are being checked and sealed.'
    : `${sizeOf(sentBytes)} of ${sizeOf(totalBytes)}, ${sentFiles} of ${totalFiles} files`;
  return (
    <Field label="Upload" validationState="none" validationMessage={text}>
      {isAll ? <ProgressBar /> : <ProgressBar value={totalBytes === 0 ? 0 : sentBytes / totalBytes} />}
    </Field>
  );
}
