/** A parser's progress in its message. */
export interface Progress {
  /** Start of the message in ns since the world's start; 0 between messages. */
  messageStart: number
  headersCompleted: boolean
}

const progress = new WeakMap<object, Progress>()
const { get, set } = WeakMap.prototype

export function startProgress(parser: object): Progress {
  const made = { messageStart: 0, headersCompleted: false }
  set.call(progress, parser, made)
  return made
}

export function progressOf(parser: object): Progress {
  return get.call(progress, parser) as Progress
}
