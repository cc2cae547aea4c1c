import {
  Button,
  Caption1,
  Field,
  Input,
  makeStyles,
  Select,
  Spinner,
  Subtitle2,
} from '@fluentui/react-components';
import { useId } from 'react';
import type { DeploymentResource, EndpointResource } from '../../../../../src/sdk/wire.ts';
import { Panel } from '../../../parts/panel.tsx';
import { shareOf } from '../traffic/percent.ts';
import { contentTypes, type RequestDraft } from './draft.ts';
import { InputEditor } from './input-editor.tsx';

const useStyles = makeStyles({
  choices: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(13rem, 100%), 1fr))',
    gap: '12px',
  },
  field: { minWidth: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
});

export type RequestPanelProps = {
  readonly endpoint: EndpointResource;
  readonly deployments: readonly DeploymentResource[];
  /** '' for whomever the split chooses. */
  readonly deployment: string;
  readonly draft: RequestDraft;
  readonly isSending: boolean;
  readonly onChoose: (deployment: string) => void;
  readonly onChange: (draft: RequestDraft) => void;
  readonly onSend: () => void;
  readonly onStop: () => void;
};

export function RequestPanel(props: RequestPanelProps) {
  const styles = useStyles();
  const typeList = useId();
  const { endpoint, draft, isSending, onChange, onSend, onStop } = props;
  return (
    <Panel role="region" aria-labelledby="request">
      <Subtitle2 as="h2" id="request">
        Request
      </Subtitle2>
      <div className={styles.choices}>
        <Field label="Deployment" className={styles.field}>
          <Deployments {...props} className={styles.field} />
        </Field>
        <Field label="Content type" className={styles.field}>
          <Input
            className={styles.field}
            list={typeList}
            value={draft.contentType}
            onChange={(_, { value }) => onChange({ ...draft, contentType: value })}
          />
        </Field>
        <datalist id={typeList}>
          {contentTypes.map((type) => (
            <option key={type} value={type} />
          ))}
        </datalist>
      </div>
      <InputEditor endpoint={endpoint.name} deployment={props.deployment} draft={draft} onChange={onChange} />
      <div className={styles.actions}>
        <Button
          appearance="primary"
          disabledFocusable={isSending}
          icon={isSending ? <Spinner size="tiny" /> : null}
          onClick={onSend}
        >
          {isSending ? 'Sending …' : 'Send'}
        </Button>
        {isSending && <Button onClick={onStop}>Stop</Button>}
        <Caption1>Ctrl+Enter (⌘+Enter) sends from anywhere on this tab.</Caption1>
      </div>
    </Panel>
  );
}

function Deployments({
  endpoint,
  deployments,
  deployment,
  onChoose,
  ...field
}: RequestPanelProps & { readonly className: string }) {
  const shares = deployments.map(({ name }) => ({ name, share: shareOf(endpoint.properties.traffic, name) }));
  const split = shares.every(({ share }) => share === 0)
    ? 'By the split (live traffic is off)'
    : 'By the split';
  return (
    <Select className={field.className} value={deployment} onChange={(_, { value }) => onChoose(value)}>
      <option value="">{split}</option>
      {shares.map(({ name, share }) => (
        <option key={name} value={name}>
          {share > 0 ? name : `${name} (no live traffic)`}
        </option>
      ))}
    </Select>
  );
}
