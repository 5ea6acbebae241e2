export const terminal = {
  leave: (host: string) =>
    `Terminal of ${host}. Tab leaves it; F6 goes to the next pane. Ctrl+C interrupts the program, Ctrl+D ends its input.`,
  notStarted: (program: string) => `Run starts ${program} here.`,
  exited: (code: number, at: string) => `exit status ${code} at ${at}`,
  killed: (signal: string, at: string, reason?: string) =>
    `ended by ${signal} at ${at}${reason === undefined ? '' : `: it ${reason}`}`,
  stopped: {
    you: (at: string) => `stopped by you at ${at}`,
    memory: (at: string) => `ended at ${at}: out of memory; the browser gives a run about 4 GB`,
    loop: (at: string) => `stopped at ${at}: it never returned to Node`,
    fault: (at: string) => `stopped at ${at}: the simulation failed`,
  },
  truncated: (output: number, packets: number) =>
    `Output beyond ${output} MB and packets beyond ${packets} MB were not recorded.`,
  olderHidden: (lines: number) => `${lines} earlier lines are not shown.`,
  notInTime: (at: string) => `The other panes show ${at}. This terminal shows the whole run.`,
  of: (host: string) => `Terminal of ${host}`,
  output: (host: string) => `Output of ${host}`,
  noProcess: (host: string) =>
    `No process is running on ${host}. During a run, start one here: type node, then one of your files.`,
  input: (host: string) => `Standard input on ${host}; Ctrl+D ends it, Ctrl+C interrupts the process`,
  inputPlaceholder: 'Standard input; Ctrl+C, Ctrl+D',
  stdinOf: (program: string) => `${program} ‹`,
  commandOn: (host: string) => `Command on ${host}`,
  onlyNode: (command: string) =>
    `${command}: command not found. Here you can start a program: type node, then one of your files.`,
  noFile: (files: string) => `node: which file? You have ${files}.`,
  noSuchFile: (name: string, files: string) => `${name}: no such file. You have ${files}.`,
  openQuote: 'Missing closing quote.',
  programsOn: (host: string) => `Programs on ${host}`,
  start: 'Start',
  startTitle: (program: string, isUp: boolean) => (isUp ? `Start ${program} in this run` : `Run, and start ${program}`),
  restart: 'Restart',
  restartTitle: (program: string) => `Stop ${program} and start it again with your latest code`,
  send: 'Send',
  sendSignal: (program: string) => `Send the signal to ${program}`,
  signalFor: (program: string) => `Signal for ${program}`,
  state: { none: 'not started', running: 'running', ended: 'ended' },
}

/** The manual client: the learner talks to the server line by line. */
export const peer = {
  try: 'Try',
  conversation: (host: string) => `Conversation between ${host} and your server`,
  intro: (client: string) => `${client} runs no program. Use it to talk to your server yourself.`,
  waiting: (program: string) => `Waiting for ${program} to listen.`,
  nothingListens: (program: string) => `${program} is running but does not listen on a port yet.`,
  connecting: (to: string) => `connecting to ${to}`,
  connected: (to: string, from: string) => `connected to ${to} from ${from}`,
  failed: (why: string) => `connection failed: ${why}`,
  ended: 'the server ended its side (FIN)',
  wasReset: 'the server reset the connection (RST)',
  youEnded: 'you ended your side (FIN)',
  youReset: 'you reset the connection (RST)',
  say: 'Message to the server',
  sayPlaceholder: 'Type a line and press Enter',
  send: 'Send',
  endTitle: 'Send FIN: you stop sending, but still receive',
  resetTitle: 'Send RST: abort the connection',
  connect: 'Reconnect',
}
