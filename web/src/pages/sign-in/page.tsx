import { Button, Field, Input, makeStyles, Spinner, Text, Title2, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { ArmError } from '../../../../src/sdk/errors.ts';
import { ErrorBar } from '../../parts/error-bar.tsx';
import { useSignIn } from './handle.ts';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    placeItems: 'center',
    minHeight: '100dvh',
    padding: '16px',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  card: {
    width: 'min(420px, 100%)',
    boxSizing: 'border-box',
    padding: '28px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow8,
  },
  form: { display: 'flex', flexDirection: 'column', gap: '16px' },
  top: { display: 'flex', alignItems: 'center', gap: '12px' },
  hint: { color: tokens.colorNeutralForeground2 },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
});

/** Where a session begins with the admin token. One-time links never come here. */
export function Page() {
  const styles = useStyles();
  const [token, setToken] = useState('');
  const signIn = useSignIn();
  const wrong = signIn.error instanceof ArmError && signIn.error.status === 401 ? signIn.error : undefined;
  useEffect(() => {
    document.title = 'Sign in - Teal Studio';
  }, []);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (token.trim() !== '') signIn.mutate(token);
  };
  return (
    <main className={styles.root}>
      <div className={styles.card}>
        <form className={styles.form} onSubmit={submit}>
          <div className={styles.top}>
            <img src="/favicon.svg" alt="" width={32} height={32} />
            <Title2 as="h1">Teal Studio</Title2>
          </div>
          <Field
            label="Admin token"
            required
            {...(wrong !== undefined && {
              validationState: 'error' as const,
              validationMessage: wrong.message,
            })}
          >
            <Input
              type="password"
              autoComplete="current-password"
              spellCheck={false}
              autoFocus
              value={token}
              onChange={(_, { value }) => {
                setToken(value);
                if (signIn.isError) signIn.reset();
              }}
            />
          </Field>
          {wrong === undefined && <ErrorBar error={signIn.error} />}
          <Button
            type="submit"
            appearance="primary"
            disabled={token.trim() === '' || signIn.isPending}
            icon={signIn.isPending ? <Spinner size="tiny" /> : undefined}
          >
            Sign in
          </Button>
          <Text size={200} className={styles.hint}>
            It stands in <span className={styles.code}>~/.teal/admin-token</span> on the machine where Teal
            runs. Or open the link that <span className={styles.code}>teal up</span> prints there: it signs in
            once, without the token.
          </Text>
        </form>
      </div>
    </main>
  );
}
