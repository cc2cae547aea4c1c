/** What the commands that start and stop Teal need of it; `main` fills it in, because the CLI may not import the server. */
export type ServerDoor = {
  readonly version: string;
  readonly defaultRouterWorkers: number;
  /** Starts Teal in this process and resolves when it serves. Throws with a sentence for the user. */
  up(options: UpRequest): Promise<Running>;
  /** The process that runs Teal on a home; undefined when none does. */
  holder(home: string): number | undefined;
  /** Whether any of a process is left; it gives its home back a moment before its end. */
  lives(pid: number): boolean;
  /** What the router workers of a home say of themselves. */
  routers(home: string): Promise<readonly RouterState[]>;
};

export type UpRequest = {
  readonly home: string;
  readonly host: string;
  /** Of the control plane; scoring gets the next one, HTTPS the one after it. 0 means that all are free ports. */
  readonly port: number;
  readonly routerWorkers: number;
  /** Scoring without a credential, for the private Teal of `--local`. */
  readonly anonymousScoring: boolean;
  readonly limits?: UploadLimits;
  /** Names by which browsers reach Studio, beside its address, localhost and the machine's own name. */
  readonly studioHosts?: readonly string[];
  readonly logs?: LogLimits;
  readonly say: (line: string) => void;
};

/** Of uploads; what is absent has its default. */
export type UploadLimits = {
  readonly maxFileBytes?: number;
  readonly maxTreeBytes?: number;
  readonly maxTreeFiles?: number;
};

/** What logs may take on disk, in bytes; 0 switches one off, what is absent has its default. */
export type LogLimits = {
  readonly trafficBytes?: number;
  readonly consoleBytes?: number;
  readonly eventBytes?: number;
};

/** What `run/server.json` says, for clients on this machine. */
export type ServerAddress = {
  readonly url: string;
  /** The same as `url`, for clients that speak to nothing else; `caFile` says whom to trust there. */
  readonly httpsUrl: string;
  readonly caFile: string;
  readonly scoringUrl: string;
  readonly pid: number;
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly workspace: string;
};

export type Running = { readonly server: ServerAddress; stop(): Promise<void> };

export type RouterState = {
  readonly worker: number;
  readonly pid: number;
  readonly table: number;
  readonly endpoints: readonly string[];
};
