import { Button, Field, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { Document20Regular } from '@fluentui/react-icons/svg/document';
import { Folder20Regular } from '@fluentui/react-icons/svg/folder';
import { type DragEvent, useRef, useState } from 'react';
import type { PickedFile, UploadSource } from '../../../../src/sdk/files.ts';
import { asProblem } from '../problem.ts';
import { droppedFiles } from './dropped.ts';
import { inWords, sourceOf } from './picked.ts';

export type FilePickerProps = {
  readonly label: string;
  readonly hint?: string;
  readonly picked: UploadSource | undefined;
  readonly onPick: (source: UploadSource) => void;
  /** What is wrong with it, from the form or the service. */
  readonly problem?: string | undefined;
  readonly disabled?: boolean;
};

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 12px',
    padding: '12px',
    border: `1px dashed ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  over: { backgroundColor: tokens.colorNeutralBackground1Selected },
  text: { overflowWrap: 'anywhere', flex: '1 1 180px' },
  hidden: { display: 'none' },
});

/** Takes a folder or a file: picked with a button each, or dropped. */
export function FilePicker({ label, hint, picked, onPick, problem, disabled = false }: FilePickerProps) {
  const styles = useStyles();
  const folder = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const take = (files: readonly PickedFile[]) => {
    const source = sourceOf(files);
    setTrouble(source === undefined ? 'There is no file in it.' : undefined);
    if (source !== undefined) onPick(source);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (disabled) return;
    droppedFiles(event.dataTransfer.items).then(take, (error: unknown) => setTrouble(String(error)));
  };
  const said = trouble ?? problem;
  return (
    <Field label={label} hint={hint} {...asProblem(said)}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the buttons do the same. */}
      <div
        className={mergeClasses(styles.box, isOver && styles.over)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Text className={styles.text}>
          {picked === undefined ? 'Drop a folder or a file here, or' : inWords(picked)}
        </Text>
        <Button
          icon={<Folder20Regular />}
          disabled={disabled}
          aria-label={`${label}: choose a folder`}
          onClick={() => folder.current?.click()}
        >
          Folder
        </Button>
        <Button
          icon={<Document20Regular />}
          disabled={disabled}
          aria-label={`${label}: choose a file`}
          onClick={() => file.current?.click()}
        >
          File
        </Button>
        <Chooser inner={folder} isFolder onPick={take} name={`${label} folder`} />
        <Chooser inner={file} onPick={take} name={`${label} file`} />
      </div>
    </Field>
  );
}

type ChooserProps = {
  readonly inner: React.RefObject<HTMLInputElement | null>;
  readonly isFolder?: boolean;
  readonly name: string;
  readonly onPick: (files: readonly PickedFile[]) => void;
};

function Chooser({ inner, isFolder = false, name, onPick }: ChooserProps) {
  const styles = useStyles();
  return (
    <input
      ref={inner}
      type="file"
      className={styles.hidden}
      aria-label={name}
      tabIndex={-1}
      multiple
      {...(isFolder && { webkitdirectory: '' })}
      onChange={({ target }) => {
        onPick([...(target.files ?? [])]);
        // The same folder can be picked again, after it was changed.
        target.value = '';
      }}
    />
  );
}
