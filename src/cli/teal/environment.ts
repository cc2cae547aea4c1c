import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '../failure.ts';
import { addressOf } from './place.ts';
import { trustFile } from './trust.ts';

const bin = fileURLToPath(new URL('../../../bin', import.meta.url));

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What would send a program to the real Azure, or to another credential than ours: DefaultAzureCredential asks the
 * environment and workload identities first.
 */
const misleading = [
  'AZURE_TENANT_ID',
  'AZURE_CLIENT_ID',
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_USERNAME',
  'AZURE_PASSWORD',
  'AZURE_FEDERATED_TOKEN_FILE',
  'AZURE_AUTHORITY_HOST',
  'AZURE_TOKEN_CREDENTIALS',
  'IMDS_ENDPOINT',
  'IDENTITY_SERVER_THUMBPRINT',
  'ARM_CLOUD_METADATA_URL',
  'AZUREML_CURRENT_CLOUD',
] as const;

/**
 * What a program must be told to find this Teal by itself; undefined is to be unset. `az` finds it by PATH and
 * TEAL_HOME; Azure's SDKs by AZUREML_DEV_URL_MFE, the two of a managed identity, and whom to trust.
 */
export function variablesFor(home: string, base: Variables): Variables {
  const server = addressOf(home);
  if (server === undefined) throw new Failure(`Teal does not run on ${home}; start it with \`teal up\`.`);
  const trusted = trustFile(home, server.caFile, base);
  return {
    ...Object.fromEntries(misleading.map((name) => [name, undefined])),
    PATH: [bin, ...(base.PATH ?? '').split(':').filter((folder) => folder !== bin)].join(':'),
    TEAL_HOME: home,
    AZURE_DEFAULTS_GROUP: server.resourceGroup,
    AZURE_DEFAULTS_WORKSPACE: server.workspace,
    AZURE_SUBSCRIPTION_ID: server.subscription,
    AZUREML_DEV_URL_MFE: server.httpsUrl,
    IDENTITY_ENDPOINT: `${server.httpsUrl}/identity/token`,
    IDENTITY_HEADER: readFileSync(join(home, 'identity-header'), 'utf8').trim(),
    REQUESTS_CA_BUNDLE: trusted,
    SSL_CERT_FILE: trusted,
    NODE_EXTRA_CA_CERTS: base.NODE_EXTRA_CA_CERTS === undefined ? server.caFile : trusted,
    ...withoutProxy(base, new URL(server.httpsUrl).hostname),
  };
}

/** The whole environment of a program that is to use this Teal. */
export function environmentFor(home: string, base: Variables): NodeJS.ProcessEnv {
  return { ...base, ...variablesFor(home, base) };
}

/** Only where a proxy is set; both spellings are read, by different programs. */
function withoutProxy(base: Variables, host: string): Variables {
  if (!Object.keys(base).some((name) => /^(https?|all)_proxy$/i.test(name))) return {};
  const before = (base.no_proxy ?? base.NO_PROXY ?? '').split(',').filter((one) => one !== '');
  const hosts = [...new Set([...before, host, '127.0.0.1', 'localhost'])].join(',');
  return { NO_PROXY: hosts, no_proxy: hosts };
}
