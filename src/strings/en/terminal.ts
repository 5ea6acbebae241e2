export const terminal = {
  leave: (host: string) =>
    `Terminal of ${host}. Tab leaves it; F6 goes to the next pane. Ctrl+C interrupts what runs, Ctrl+D ends its input.`,
  notStarted: (program: string) => `Run starts ${program} here.`,
  exited: (code: number, at: string) => `exit status ${code} after ${at}`,
  killed: (signal: string, at: string) => `ended by ${signal} after ${at}`,
  stopped: (at: string) => `stopped by you after ${at}`,
  truncated: (output: number, packets: number) =>
    `Output beyond ${output} MB, and packets beyond ${packets} MB, are not kept.`,
  olderHidden: (lines: number) => `${lines} earlier lines are not shown.`,
  of: (host: string) => `Terminal of ${host}`,
  output: (host: string) => `What ${host} prints`,
  noProcess: (host: string) =>
    `No process runs on ${host}. During a run, start one here: node, then one of your files.`,
  input: (host: string) => `Standard input on ${host}; Ctrl+D ends it, Ctrl+C interrupts the process`,
  inputPlaceholder: 'Standard input; Ctrl+C, Ctrl+D',
  stdinOf: (program: string) => `${program} ‹`,
  commandOn: (host: string) => `Command on ${host}`,
  onlyNode: (command: string) => `There is no “${command}” here yet: “node” with one of your files starts a program.`,
  noFile: (files: string) => `Which file? There are ${files}.`,
  noSuchFile: (name: string, files: string) => `There is no ${name}; there are ${files}.`,
  openQuote: 'A quote is open.',
}

export const peer = {
  try: 'Try',
  conversation: (host: string) => `Conversation of ${host} with your server`,
  intro: (client: string) => `${client} has no program of yours. From here you talk to your server by hand.`,
  waiting: (program: string) => `Waits until ${program} listens.`,
  nothingListens: (program: string) => `${program} runs but listens on no port yet.`,
  connecting: (to: string) => `connecting to ${to}`,
  connected: (to: string, from: string) => `connected to ${to} from ${from}`,
  failed: (why: string) => `no connection: ${why}`,
  ended: 'the server ended its side (FIN)',
  wasReset: 'the server reset the connection (RST)',
  youEnded: 'you ended your side (FIN)',
  youReset: 'you reset the connection (RST)',
  say: 'Say to the server',
  sayPlaceholder: 'A line for the server, then Enter',
  send: 'Send',
  endTitle: 'Send FIN: you will say nothing more, but still listen',
  resetTitle: 'Send RST: break the connection off',
  connect: 'Connect again',
}
