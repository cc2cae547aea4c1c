import type { RunningInstance } from '../../domain/ports.ts';
import type { Rows } from '../../domain/store.ts';
import { consoleRows, type Printer } from './rows.ts';

type Row = ReturnType<typeof consoleRows>;

export type Printers = ReturnType<typeof createPrinters>;

/** How the lines of an instance are written, looked up once: who it belongs to does not change. */
export function createPrinters(rows: Pick<Rows, 'deployments' | 'endpoints' | 'revisions'>) {
  const known = new Map<string, Row>();
  const find = async ({ id, deploymentUid, revision }: RunningInstance): Promise<Printer> => {
    const deployment = await rows.deployments.get(deploymentUid);
    const endpoint = deployment && (await rows.endpoints.get(deployment.endpointUid));
    const revisions = deployment === undefined ? [] : await rows.revisions.list(deploymentUid);
    const run = revisions.find(({ number }) => number === revision)?.run;
    return {
      instance: id,
      workspaceUid: endpoint?.workspaceUid ?? '',
      endpoint: endpoint?.name ?? '',
      deployment: deployment?.name ?? '',
      image: run?.environment.image ?? '',
    };
  };
  return {
    rowOf: async (instance: RunningInstance): Promise<Row> => {
      const row = known.get(instance.id) ?? consoleRows(await find(instance));
      known.set(instance.id, row);
      return row;
    },
    forget: (id: string) => known.delete(id),
  };
}
