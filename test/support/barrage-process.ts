/** The sending half of `barrage.ts`: raw connections, so that a request costs it as little as it can. */
import { connect, type Socket } from 'node:net';
import { type Aim, clock, cut, mixedUp, type Order, type Report } from './barrage.ts';

const tickMs = 1;
const reportMs = 50;
/** What is due after a stall of this process is sent up to this; the rest would be a burst of our own making. */
const catchUpMs = 100;
const mostConnections = 4000;
const endOfHead = '\r\n\r\n';

const names = new Map<string, number>();
let newNames: string[] = [];
let rows: number[] = [];
let sent = 0;
let answered = 0;
let skipped = 0;
let stopping = false;
let began = 0;
let open = 0;
let most = 0;
/** Free connections; the one that rested longest goes first. */
let idle: Line[] = [];

class Line {
  readonly #aim: Aim;
  readonly #socket: Socket;
  #head = '';
  #text = '';
  #id = 0;
  #start = 0;
  #port = 0;
  #busy = false;
  #over = false;

  constructor(aim: Aim) {
    this.#aim = aim;
    const { hostname, port, pathname, host } = new URL(aim.uri);
    this.#head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${aim.key}\r\ncontent-type: application/json\r\n`;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('connect', () => {
      this.#port = this.#socket.localPort ?? 0;
    });
    this.#socket.on('data', (text: string) => this.#read(text));
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => this.#closed());
    open += 1;
    most = Math.max(most, open);
  }

  send(): void {
    sent += 1;
    this.#id = sent;
    this.#busy = true;
    this.#text = '';
    this.#start = clock();
    const body = `{"id":${this.#id}}`;
    this.#socket.write(`${this.#head}content-length: ${body.length}\r\n\r\n${body}`, 'latin1');
  }

  end(): void {
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#text += text;
    const end = this.#text.indexOf(endOfHead);
    if (end < 0) return;
    const head = this.#text.slice(0, end).toLowerCase();
    const length = Number(/\r\ncontent-length: (\d+)/.exec(head)?.[1] ?? Number.NaN);
    const body = this.#text.slice(end + endOfHead.length);
    if (body.length < length) return;
    // An answer without its length, or longer than that, can only be a mistake.
    if (body.length > length || Number.isNaN(length)) this.#done(mixedUp, '');
    else this.#judge(Number(head.slice(9, 12)), head, body);
    if (head.includes('\r\nconnection: close')) this.end();
    else this.#free();
  }

  #judge(status: number, head: string, body: string): void {
    if (status !== 200) return this.#done(status, body.slice(0, 200));
    const words = body.replaceAll('"', '').split('/');
    const mine = words.pop() === String(this.#id) && head.includes(`azureml-model-deployment: ${words[0]}`);
    this.#done(mine ? 200 : mixedUp, mine ? words.join('/') : '');
  }

  #done(status: number, by: string): void {
    this.#busy = false;
    answered += 1;
    rows.push(this.#id, this.#start, clock(), status, by === '' ? -1 : indexOf(by), this.#port);
  }

  #free(): void {
    if (!stopping && this.#aim.perSecond === undefined) this.send();
    else idle.push(this);
  }

  #closed(): void {
    if (this.#over) return;
    this.#over = true;
    open -= 1;
    if (this.#busy) this.#done(cut, '');
    idle = idle.filter((line) => line !== this);
    if (!stopping && this.#aim.perSecond === undefined) new Line(this.#aim).send();
  }
}

function indexOf(name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  newNames.push(name);
  return names.size - 1;
}

function start(aim: Aim): void {
  began = clock();
  setInterval(report, reportMs);
  const { perSecond, connections = 64 } = aim;
  for (let made = 0; made < connections; made += 1) idle.push(new Line(aim));
  if (perSecond === undefined) for (const line of idle.splice(0)) line.send();
  else keepRate(aim, perSecond);
}

function keepRate(aim: Aim, perSecond: number): void {
  let owed = 0;
  let last = clock();
  const timer = setInterval(() => {
    if (stopping) return clearInterval(timer);
    const now = clock();
    const due = ((now - last) / 1000) * perSecond;
    last = now;
    const mostDue = (catchUpMs / 1000) * perSecond;
    skipped += Math.max(0, due - mostDue);
    owed += Math.min(due, mostDue);
    for (; owed >= 1; owed -= 1) {
      if (idle.length > 0 || open < mostConnections) (idle.shift() ?? new Line(aim)).send();
      else skipped += 1;
    }
  }, tickMs);
}

function report(): void {
  tell({ kind: 'shots', sent, names: newNames, shots: Float64Array.from(rows) });
  rows = [];
  newNames = [];
}

function stop(): void {
  stopping = true;
  const seconds = (clock() - began) / 1000;
  const timer = setInterval(() => {
    if (answered < sent) return;
    clearInterval(timer);
    report();
    tell({ kind: 'ended', kept: { sent, seconds, skipped: Math.round(skipped), connections: most } });
  }, 10);
}

function tell(message: Report): void {
  // The other half may be gone; the end of this process is under way then.
  process.send?.(message, undefined, undefined, () => {});
}

process.on('message', (order: Order) => (order.kind === 'start' ? start(order.aim) : stop()));
process.on('disconnect', () => process.exit(0));
