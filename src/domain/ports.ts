/** The shapes of the doors: adapters implement them, `control` uses them, `main` introduces them. */
import type { Flavors } from './asset.ts';
import type { BuiltInScript, EnvironmentDefinition, Failure, RunSpec } from './deployment.ts';
import type { LogPiece, LogPlace } from './logs.ts';
import type { StringMap } from './workspace.ts';

/** Stops a subscription; idempotent. */
export type Unsubscribe = () => void;

export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
};

/** Where an instance answers HTTP/1.1. */
export type Address =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** Everything a driver needs to run one instance; complete, so that a driver asks nobody. */
export type InstanceOrder = {
  readonly id: string;
  readonly endpoint: string;
  readonly deployment: string;
  readonly deploymentUid: string;
  readonly revision: number;
  /** Absolute path of the interpreter of the built environment. */
  readonly python: string;
  /** Folder whose child is the code folder (`leaf` is that child's name), or a script that the driver's worker has. */
  readonly code:
    | { readonly root: string; readonly leaf: string; readonly script: string }
    | { readonly builtIn: BuiltInScript };
  /** Folder that becomes AZUREML_MODEL_DIR: a file model lies in it, a folder model is a child of it. */
  readonly model: { readonly root: string; readonly name: string; readonly version: string } | null;
  readonly modelMountPath: string | null;
  /** The user's variables; they win over the ones the driver sets, AZUREML_MODEL_DIR included. */
  readonly environmentVariables: StringMap;
  readonly workerCount: number;
  readonly cpus: number | null;
  readonly memoryBytes: number | null;
  /** What the instance keeps of its requests; null for nothing. */
  readonly collector: NonNullable<RunSpec['collector']> | null;
};

/** What a driver sees of an instance that it started and that nobody told it to forget. */
export type RunningInstance = {
  readonly id: string;
  readonly deploymentUid: string;
  readonly revision: number;
  readonly alive: boolean;
  readonly address: Address;
  readonly startedAt: number;
  /** What the instance itself said on its readiness pipe; `null` before it said anything, or after adoption. */
  readonly said: { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly failure: Failure } | null;
  /** How it died, as far as anybody saw: both null when it died while no control process watched. */
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
};

export type LogContainer = 'inference-server' | 'storage-initializer';

/** An implementation of compute. Every verb is idempotent by instance id and may be called again after a crash. */
export type ComputeDriver = {
  readonly kind: string;
  /** Starts the instance's process and returns; readiness is seen through `list` and `probe`. */
  start(order: InstanceOrder): Promise<void>;
  /** Everything that runs or died and was not forgotten, whichever control process started it; of these ids, if given. */
  list(ids?: readonly string[]): Promise<readonly RunningInstance[]>;
  /** TERM, up to `graceMs` of draining, KILL; resolves when it is gone. Unknown ids resolve at once. */
  stop(id: string, graceMs: number): Promise<void>;
  /** True when the instance answered 200 on its health route in time; never throws. */
  probe(id: string, timeoutMs: number): Promise<boolean>;
  /** A piece of what the instance printed; nothing when there is no such instance. */
  output(id: string, place: LogPlace): Promise<LogPiece>;
  /** Drops what is kept of a stopped or dead instance, its log included. */
  forget(id: string): Promise<void>;
  /** Calls back when an instance became ready, said it failed, or died. */
  watch(listener: (id: string) => void): Unsubscribe;
};

export type EnvironmentStatus =
  | { readonly state: 'absent' }
  | { readonly state: 'building'; readonly since: number; readonly lastLine: string }
  | { readonly state: 'built'; readonly python: string; readonly warnings: readonly string[] }
  /** `message` is the resolver's own, shortened to what a user can act on. */
  | { readonly state: 'failed'; readonly message: string; readonly at: number };

/** conda file or requirements -> a cached Python environment, content-addressed by `keyOf`. */
export type Environments = {
  /** Stable over restarts and machines with the same interpreters; equal definitions have equal keys. */
  keyOf(definition: EnvironmentDefinition): string;
  status(key: string): EnvironmentStatus;
  /** Starts a build unless one runs or is built; a failed one is tried again. Never throws. */
  build(definition: EnvironmentDefinition): void;
  /** A piece of the build log; nothing when nothing was built under this key. A new build begins a new log. */
  log(key: string, place: LogPlace): Promise<LogPiece>;
  /** Calls back when a build ended, well or badly. */
  watch(listener: (key: string) => void): Unsubscribe;
  /** Stops running builds (they resume when asked for again) and waits for them. */
  close(): Promise<void>;
};

/** What models say about themselves, so that they can be served without a scoring script. `folder` is the model. */
export type ModelReader = {
  /** The flavours that the file MLmodel lists. Throws bad-argument when it is missing or cannot be understood. */
  flavors(folder: string): Promise<Flavors>;
  /**
   * What an MLflow model's own files (conda.yaml, python_env.yaml or requirements.txt) ask for, with MLflow itself.
   * Throws bad-argument when it has none, or one that cannot be understood.
   */
  mlflowEnvironment(folder: string): Promise<EnvironmentDefinition>;
  /** What ONNX models run in when the deployment names no environment. */
  onnxEnvironment(): EnvironmentDefinition;
};

/** One of Azure's curated environments, as it is built here. */
export type CuratedEnvironment = {
  /** Azure's name without `AzureML-`; `*` stands for any text. */
  readonly name: string;
  /** One of the names that it stands for, without `*`: what lists show, and what one may pick. */
  readonly example: string;
  readonly description: string | null;
  readonly condaFile: string;
};

/** The mapping from Azure's names, read anew at each call. Throws bad-argument when a file of it is broken. */
export type CuratedEnvironments = {
  /** Where a user adds entries; absolute. */
  readonly file: string;
  /** By name; without those whose example another one stands for. */
  list(): Promise<readonly CuratedEnvironment[]>;
  /** The prefix `AzureML-` and the case make no difference; `nearest` are names that look alike, best first. */
  find(
    name: string,
  ): Promise<
    | { readonly kind: 'found'; readonly entry: CuratedEnvironment }
    | { readonly kind: 'unknown'; readonly nearest: readonly string[] }
  >;
};

/** Files sealed under the digest of their names and contents. `leaf` is the top-level file or folder. */
export type SealedTree = {
  readonly digest: string;
  readonly kind: 'file' | 'folder';
  readonly leaf: string;
  readonly files: number;
  readonly bytes: number;
};

export type BlobProperties = { readonly size: number; readonly etag: string; readonly modifiedAt: number };

export type ByteRange = { readonly first: number; readonly last: number };

/** What upload doors keep of a blob besides its bytes. A container that is swept takes it along. */
export type BlockAddress = { readonly container: string; readonly path: string; readonly block: string };

export type UploadNotes = {
  /** What was noted on the blob as it is now; `{}` after it was replaced. */
  metadata(container: string, path: string, etag: string): Promise<StringMap>;
  /** Replaces all that was noted. */
  note(container: string, path: string, etag: string, metadata: StringMap): Promise<void>;
  /** Keeps one piece of a blob to come, under the name that the client gave it; the same name again replaces it. */
  stage(at: BlockAddress, body: AsyncIterable<Uint8Array>, announced?: number): Promise<void>;
  /** The pieces one after the other; undefined when one was not staged. */
  joined(
    container: string,
    path: string,
    blocks: readonly string[],
  ): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Drops every piece that was staged for a blob. */
  unstage(container: string, path: string): Promise<void>;
};

/** Content-addressed files of models and code, with a staging area that upload doors write to. */
export type AssetFiles = {
  /** A fresh, empty container for one upload. */
  openContainer(): Promise<string>;
  /**
   * Streams a body to `container/path`; refuses paths that escape, bodies over the limit, and overwriting unless it is
   * to replace. `announced` is how many bytes are to come, 0 when nobody knows. What was sealed before stays as it was.
   */
  write(
    container: string,
    path: string,
    body: AsyncIterable<Uint8Array>,
    options?: { readonly replace: boolean; readonly announced?: number },
  ): Promise<BlobProperties>;
  /** Whole, or the bytes `range.first` to `range.last`, which the blob must have. */
  read(
    container: string,
    path: string,
    range?: ByteRange,
  ): Promise<{ properties: BlobProperties; body: AsyncIterable<Uint8Array> }>;
  /** Paths below a prefix, sorted; [] when there are none. */
  find(container: string, prefix: string): Promise<readonly { path: string; properties: BlobProperties }[]>;
  /** Hashes `container/path` (file or folder) and keeps it immutably under its digest; idempotent. */
  seal(container: string, path: string): Promise<SealedTree>;
  /** What was sealed under a digest and the folder that holds its leaf; undefined when it is not (or no longer) kept. */
  locate(digest: string): Promise<(SealedTree & { readonly root: string }) | undefined>;
};
